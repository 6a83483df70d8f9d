/** The script of a site's page: Google's defaults at once, then `hallpassConsent.start(…)`. */
import type { HallpassConsent } from './api.ts'
import { setGoogleDefaults } from './google.ts'
import { consent } from './start.ts'

setGoogleDefaults()
const page = globalThis as { hallpassConsent?: HallpassConsent }
page.hallpassConsent ??= consent
