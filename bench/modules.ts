/**
 * Modules that are there only while the benchmark runs: the checks of the repository must not
 * need them. Their types are given by who asks.
 */

/** A module of the built package, by its name under `src`: as its users load it. */
export async function built<Module>(name: string): Promise<Module> {
  return await import(new URL(`../dist/${name}.js`, import.meta.url).href)
}

/** A neighbour's package, of `bench/package.json`. */
export async function neighbour<Module>(name: string): Promise<Module> {
  return await import(name)
}
