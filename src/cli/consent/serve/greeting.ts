/** What the service prints when it is ready, for a person. */

/** What the text is about. */
export interface Ready {
  readonly baseUrl: string
  /** Where it listens: `http://127.0.0.1:8700`. */
  readonly listens: string
  /** `http://127.0.0.1:9464/metrics`; undefined: there are none. */
  readonly metrics: string | undefined
  /** The data, without a password. */
  readonly data: string
  /** What the other commands need to find the data: ` --data other.db`. */
  readonly option: string
  readonly hasDashboard: boolean
  readonly sites: number
}

/** The text. `bold` makes a heading of a line. */
export function greeting(ready: Ready, bold: (text: string) => string): string {
  const { baseUrl, listens, metrics, data, hasDashboard } = ready
  const rows = [
    ['Service', baseUrl],
    ...(listens === baseUrl ? [] : [['Listens on', listens]]),
    ['Choices', `${baseUrl}/choices`],
    ['Dashboard', hasDashboard ? `${baseUrl}/dashboard` : 'off'],
    ['Status', `${baseUrl}/_status/check`],
    ...(metrics === undefined ? [] : [['Metrics', metrics]]),
    ['Data', data],
  ]
  const lines = rows.map(([name = '', value = '']) => `  ${name.padEnd(10)}  ${value}`)
  return `${[bold('The consent service is running'), '', ...lines, ...hints(ready)].join('\n')}\n\n`
}

function hints({ hasDashboard, sites, option }: Ready): readonly string[] {
  const lines: string[] = []
  if (!hasDashboard) {
    lines.push(
      '',
      'The dashboard is off: HALLPASS_DASHBOARD_KEY opens it. To make one:',
      '  hallpass keys new --name HALLPASS_DASHBOARD_KEY',
    )
  }
  if (sites === 0) {
    lines.push(
      '',
      'No site may use it yet. To add one:',
      `  hallpass consent site add https://shop.example${option}`,
    )
  }
  return lines
}
