/** What the guard prints when it is ready, for a person. */

/** What the text is about. */
export interface Ready {
  /** The addresses that visitors see. */
  readonly baseUrls: readonly string[]
  /** Where this machine reaches it: `http://127.0.0.1:8701`. */
  readonly url: string
  /** Where it listens: `http://0.0.0.0:8701` is everywhere. */
  readonly bound: string
  /** `http://127.0.0.1:9464/metrics`; undefined: there are none. */
  readonly metrics: string | undefined
  /** What is asked for where no rule says otherwise: `login`. */
  readonly access: string
  /** How many rules there are. */
  readonly rules: number
  /** The apps behind it, and whether they answer. */
  readonly upstreams: readonly { readonly name: string; readonly isUp: boolean }[]
  /** Where another proxy asks; undefined: it is the proxy itself. */
  readonly asked: string | undefined
  readonly callbackPath: string
  readonly signOutPath: string
  /** What an operator should not find out later. */
  readonly warnings: readonly string[]
}

/** The text. `bold` makes a heading of a line. */
export function greeting(ready: Ready, bold: (text: string) => string): string {
  const { baseUrls, url, bound, metrics, upstreams, asked, warnings } = ready
  const rows: readonly (readonly [name: string, value: string])[] = [
    ...baseUrls.map((baseUrl) => ['Address', baseUrl] as const),
    ...(baseUrls.some((baseUrl) => isSameServer(bound, baseUrl))
      ? []
      : ([['Listens on', bound]] as const)),
    ['Guards', guarded(ready)],
    ...upstreams.map(
      ({ name, isUp }) => ['App', isUp ? name : `${name} (DOES NOT ANSWER)`] as const,
    ),
    ...(asked === undefined ? [] : ([['Asked at', asked]] as const)),
    ['Status', `${url}/_status/check`],
    ...(metrics === undefined ? [] : ([['Metrics', metrics]] as const)),
  ]
  const registered: readonly (readonly [name: string, value: string])[] = [
    ...baseUrls.map((baseUrl) => ['redirect URI', `${baseUrl}${ready.callbackPath}`] as const),
    ...baseUrls.map(
      (baseUrl) => ['post-logout redirect URI', `${baseUrl}${ready.signOutPath}`] as const,
    ),
  ]
  return `${[
    bold('The guard is running'),
    '',
    ...laidOut(rows),
    '',
    'Registered at the provider there must be:',
    ...laidOut(registered),
    ...warnings.flatMap((warning) => ['', `${bold('Warning')}: ${warning}`]),
  ].join('\n')}\n\n`
}

function laidOut(rows: readonly (readonly [name: string, value: string])[]): readonly string[] {
  const width = Math.max(...rows.map(([name]) => name.length))
  return rows.map(([name, value]) => `  ${name.padEnd(width)}  ${value}`)
}

function guarded({ access, rules }: Ready): string {
  const rest = access === 'public' ? 'all else is open' : `all else: ${access}`
  if (rules === 0) return access === 'public' ? 'nothing' : `every path: ${access}`
  return `${rules} ${rules === 1 ? 'rule' : 'rules'}; ${rest}`
}

/** `localhost` and a loopback address are one place to a person. */
function isSameServer(listens: string, baseUrl: string): boolean {
  return listens.replace('//127.0.0.1:', '//localhost:') === baseUrl || listens === baseUrl
}
