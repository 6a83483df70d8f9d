/** Counters and histograms, and Prometheus' text format 0.0.4 of them. */

/** The media type of the text format. */
export const PROMETHEUS_TYPE = 'text/plain; version=0.0.4; charset=utf-8'

/** Something that is written out as lines. */
export interface Metric {
  lines(): readonly string[]
}

/** A sum that only grows, by labels. Label values are words of the program or of its
 * settings, never of a request. */
export class Counter implements Metric {
  readonly #head: readonly string[]
  readonly #name: string
  readonly #labels: readonly string[]
  /** By the values, separated by spaces: words of the program hold none. */
  readonly #sums = new Map<string, { readonly labels: string; sum: number }>()

  constructor(name: string, help: string, labels: readonly string[] = []) {
    this.#head = headOf(name, help, 'counter')
    this.#name = name
    this.#labels = labels
    if (labels.length === 0) this.#sums.set('', { labels: '', sum: 0 })
  }

  add(values: readonly (string | number)[]): void {
    const key = values.join(' ')
    const known = this.#sums.get(key)
    if (known === undefined) this.#sums.set(key, { labels: labelled(this.#labels, values), sum: 1 })
    else known.sum += 1
  }

  lines(): readonly string[] {
    const sums = [...this.#sums.values()]
    return [...this.#head, ...sums.map(({ labels, sum }) => `${this.#name}${labels} ${sum}`)]
  }
}

/** In seconds: from a query in memory to a visitor who waits. */
const BOUNDS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10]

interface Series {
  readonly counts: number[]
  sum: number
}

/** How long something took in seconds, by one label. */
export class Histogram implements Metric {
  readonly #head: readonly string[]
  readonly #name: string
  readonly #label: string
  readonly #series = new Map<string, Series>()

  constructor(name: string, help: string, label: string) {
    this.#head = headOf(name, help, 'histogram')
    this.#name = name
    this.#label = label
  }

  observe(value: string, seconds: number): void {
    let series = this.#series.get(value)
    if (series === undefined) {
      series = { counts: new Array<number>(BOUNDS.length + 1).fill(0), sum: 0 }
      this.#series.set(value, series)
    }
    const found = BOUNDS.findIndex((bound) => seconds <= bound)
    const at = found === -1 ? BOUNDS.length : found
    series.counts[at] = (series.counts[at] ?? 0) + 1
    series.sum += seconds
  }

  lines(): readonly string[] {
    return [
      ...this.#head,
      ...[...this.#series].flatMap(([value, series]) => this.#linesOf(value, series)),
    ]
  }

  #linesOf(value: string, { counts, sum }: Series): readonly string[] {
    const label = (bound: number | string) => labelled([this.#label, 'le'], [value, bound])
    let total = 0
    const buckets = counts.map((count, at) => {
      total += count
      return `${this.#name}_bucket${label(BOUNDS[at] ?? '+Inf')} ${total}`
    })
    const own = labelled([this.#label], [value])
    return [...buckets, `${this.#name}_sum${own} ${sum}`, `${this.#name}_count${own} ${total}`]
  }
}

/** A value as it is now; none without a value. */
export function gauge(
  name: string,
  help: string,
  value: number | undefined,
  type: 'gauge' | 'counter' = 'gauge',
): readonly string[] {
  return value === undefined ? [] : [...headOf(name, help, type), `${name} ${value}`]
}

/** Values as they are now, by one label. */
export function gauges(
  name: string,
  help: string,
  label: string,
  values: readonly (readonly [of: string, value: number])[],
): readonly string[] {
  const lines = values.map(([of, value]) => `${name}${labelled([label], [of])} ${value}`)
  return lines.length === 0 ? [] : [...headOf(name, help, 'gauge'), ...lines]
}

function headOf(name: string, help: string, type: string): readonly string[] {
  return [`# HELP ${name} ${help}`, `# TYPE ${name} ${type}`]
}

function labelled(names: readonly string[], values: readonly (string | number)[]): string {
  if (names.length === 0) return ''
  return `{${names.map((name, at) => `${name}="${escaped(values[at] ?? '')}"`).join(',')}}`
}

/** What a label's value may not hold as it is: an address from a file may have a quote. */
function escaped(value: string | number): string {
  return String(value).replace(/["\\\n]/g, (character) =>
    character === '\n' ? '\\n' : `\\${character}`,
  )
}
