/** Addresses as the client gets them. */

/** An address, seen from another one; undefined for what is none. */
export function urlOf(address: string | URL, base?: URL): URL | undefined {
  try {
    return new URL(address, base)
  } catch {
    return undefined
  }
}
