import { configFromEnv, passFor } from '../../adapters/apps/pass.ts'

export const pass = passFor(configFromEnv())
