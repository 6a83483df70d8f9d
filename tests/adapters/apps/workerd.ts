/** The test app on workerd, bundled by `../workerd.test.ts`. */
import { fetchApp } from './fetch.ts'
import { configFromEnv } from './pass.ts'

const worker: { fetch: ReturnType<typeof fetchApp> } = { fetch: fetchApp(configFromEnv()) }
export default worker
