import { visitor } from '../../../../../src/next.ts'
import { pass } from '../../pass.js'

/** A server component that shows who looks at it. */
export default async function Page() {
  const { user, groups } = await visitor(pass)
  return JSON.stringify({ sub: user?.sub ?? null, groups })
}
