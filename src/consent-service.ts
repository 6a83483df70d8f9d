/** `hallpass/consent/service` */
export type { ConsentService } from './consent-service/create.ts'
export { createConsentService } from './consent-service/create.ts'
export type { Rate } from './consent-service/limits/buckets.ts'
export type { LimitOptions } from './consent-service/limits/limits.ts'
export type { ConsentServiceOptions } from './consent-service/options.ts'
export { jsonLogger } from './consent-service/server/json-logger.ts'
export type { ServeOptions, Serving } from './consent-service/server/serve.ts'
export { serve } from './consent-service/server/serve.ts'
