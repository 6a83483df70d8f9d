/** The script of a site's page: Google's defaults at once, then `hallpassConsent.start(…)`. */
import { setGoogleDefaults } from './google.ts'
import { provide } from './start.ts'

setGoogleDefaults()
provide()
