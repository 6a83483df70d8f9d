/**
 * The parts behind what `createHallpass` made, for `hallpass/testing`. Nothing that a request
 * brings gets here; who holds a `Hallpass` in the same process could reach its secrets anyway.
 */
import type { Core } from './core.ts'
import type { Hallpass } from './types.ts'

const cores = new WeakMap<Hallpass, Core>()

/** Remembers the parts, for as long as `pass` is there. */
export function keepCore(pass: Hallpass, core: Core): Hallpass {
  cores.set(pass, core)
  return pass
}

/** Undefined for what this copy of the package did not make. */
export function coreBehind(pass: Hallpass): Core | undefined {
  return cores.get(pass)
}
