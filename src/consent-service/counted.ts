/** Numbers of things, as a person reads them. */

const COUNT = new Intl.NumberFormat('en-GB')

/** `41,204`. */
export function count(value: number): string {
  return COUNT.format(value)
}

/** `1 choice`, `2,000 choices`. */
export function counted(value: number, one: string, many: string = `${one}s`): string {
  return `${count(value)} ${value === 1 ? one : many}`
}
