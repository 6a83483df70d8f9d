/** `hallpass/sentry`: errors of a web service or a worker, reported to Sentry without secrets. */
export { initSentry, type SentryReporter } from './service/sentry/init.ts'
export type { SentryOptions } from './service/sentry/options.ts'
