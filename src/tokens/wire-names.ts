/** The app's names of claims and the short ones that a token has. */

/** Claims that hallpass writes itself; `sub` is the app's to give. */
export const OWN_CLAIMS: readonly string[] = ['exp', 'nbf', 'iat', 'iss', 'aud']

/** Claims of ID tokens and logout tokens (OpenID Connect): no token for an API has one. */
export const FOREIGN_CLAIMS: readonly string[] = ['nonce', 'at_hash', 'c_hash', 'events']

/** Renames claims on their way out and in. */
export class WireNames {
  readonly #toWire: ReadonlyMap<string, string>
  readonly #fromWire: ReadonlyMap<string, string>

  constructor(names: Readonly<Record<string, string>> = {}) {
    const pairs = Object.entries(names)
    this.#toWire = new Map(pairs)
    this.#fromWire = new Map(pairs.map(([name, wire]) => [wire, name]))
  }

  /** What a token holds of the app's claims. */
  written(claims: Readonly<Record<string, unknown>>): Record<string, unknown> {
    return Object.fromEntries(
      Object.entries(claims).map(([name, value]) => [this.#toWire.get(name) ?? name, value]),
    )
  }

  /**
   * The app's claims of a token. A claim that stands there under its long name, where it has a
   * short one, is left out: one name must not be said twice.
   */
  read(payload: Readonly<Record<string, unknown>>): Record<string, unknown> {
    const claims: [name: string, value: unknown][] = []
    for (const wire of Object.keys(payload)) {
      if (OWN_CLAIMS.includes(wire)) continue
      const name = this.#fromWire.get(wire)
      if (name !== undefined) claims.push([name, payload[wire]])
      else if (!this.#toWire.has(wire)) claims.push([wire, payload[wire]])
    }
    return Object.fromEntries(claims)
  }
}

/** What is wrong with names, each with the name that it is about. */
export function faultsOfNames(
  names: Readonly<Record<string, string>>,
): ReadonlyArray<readonly [name: string, message: string]> {
  return Object.keys(names).flatMap((name) => {
    const message = faultOfName(name, names)
    return message === undefined ? [] : [[name, message]]
  })
}

function faultOfName(name: string, names: Readonly<Record<string, string>>): string | undefined {
  const wire = names[name] ?? ''
  if (wire === '') return 'must not be empty'
  if ([...OWN_CLAIMS, ...FOREIGN_CLAIMS].some((own) => own === wire || own === name)) {
    return `stands for ${wire}: of the two one has a meaning of its own`
  }
  if (Object.values(names).filter((one) => one === wire).length > 1) {
    return `stands for ${wire}, and so does another one`
  }
  if (wire === name || !Object.hasOwn(names, wire)) return undefined
  return `stands for ${wire}, which is the long name of another one`
}
