/** The apps behind the server: of the environment and of the config file, and what is wrong with them. */
import type { ConfigIssue } from '../../errors.ts'
import type { GuardConfig, UpstreamConfig } from '../../guard-env/config.ts'
import { isUpstream } from '../../guard-env/config-schema.ts'
import { isOurselves } from './address.ts'
import type { ServerSettings } from './settings.ts'

/** In the config file, the upstreams have this name. */
const IN_FILE = 'HALLPASS_CONFIG: upstreams'

/**
 * All upstreams; that of the environment gets what no other one gets.
 *
 * @param baseUrls - The public addresses.
 * @param isFileWrong - Whether the config file could not be read: it may have named some.
 */
export function upstreamsOf(
  settings: ServerSettings,
  config: GuardConfig,
  baseUrls: readonly string[],
  isFileWrong: boolean,
): { upstreams: readonly UpstreamConfig[]; issues: readonly ConfigIssue[] } {
  const own = settings.upstream === undefined ? [] : [{ url: settings.upstream }]
  const inFile = config.upstreams ?? []
  const issues: ConfigIssue[] = []
  if (own.some(({ url }) => !isUpstream(url))) {
    issues.push(fault('must be a URL such as http://127.0.0.1:9000'))
  }
  if (own.length > 0 && inFile.some(isForAll)) {
    issues.push(fault(`contradicts ${IN_FILE}: one of them is for every path, too`))
  }
  if (settings.forwardAuth && inFile.length > 0) {
    issues.push({ path: IN_FILE, message: 'contradicts HALLPASS_FORWARD_AUTH: give one of them' })
  }
  if (!settings.forwardAuth && own.length + inFile.length === 0 && !isFileWrong) {
    const message =
      'is missing: name the app that is to be guarded, such as http://127.0.0.1:9000, or set ' +
      'HALLPASS_FORWARD_AUTH=true'
    issues.push(fault(message))
  }
  const circle = 'is the address of this server itself: name the app that stands behind it'
  if (own.some(({ url }) => isOurselves(url, settings, baseUrls))) issues.push(fault(circle))
  inFile.forEach(({ url, host }, index) => {
    if (isOurselves(url, settings, baseUrls)) {
      issues.push({ path: `${IN_FILE}[${index}].url`, message: circle })
    }
    if (host !== undefined && !isAmong(host, baseUrls)) {
      const message = 'is not among HALLPASS_BASE_URL'
      issues.push({ path: `${IN_FILE}[${index}].host`, message })
    }
  })
  const { healthPath } = settings
  const upstreams = [...inFile, ...own].map((upstream) =>
    healthPath === undefined ? upstream : { health: healthPath, ...upstream },
  )
  return { upstreams, issues }
}

/** Whether requests can be for a host. What is no address is a fault of its own. */
function isAmong(host: string, baseUrls: readonly string[]): boolean {
  const wanted = host.toLowerCase()
  return baseUrls.some((base) => {
    const url = URL.parse(base)
    return url === null || url.host === wanted || url.hostname === wanted
  })
}

function isForAll({ host, path }: UpstreamConfig): boolean {
  return host === undefined && (path ?? '/') === '/'
}

function fault(message: string): ConfigIssue {
  return { path: 'HALLPASS_UPSTREAM', message }
}
