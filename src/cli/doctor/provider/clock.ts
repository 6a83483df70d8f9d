/** The provider's clock beside ours: a token is good between two moments. */
import { type Finding, failed, ok, warning } from '../finding.ts'
import type { Answer } from '../wire.ts'

/** Seconds that hallpass forgives, by default; see `clockTolerance`. */
const FORGIVEN = 30
/** Seconds of difference that are worth a word. `Date` is in whole seconds. */
const NOTABLE = 5

/** Compares the `Date` of an answer with our clock at the time. */
export function clockFinding(answer: Answer): Finding {
  const name = 'provider.clock'
  const sent = Date.parse(answer.header('date') ?? '')
  // One from a cache was written some time ago.
  const age = Number(answer.header('age') ?? 0)
  if (Number.isNaN(sent) || !Number.isFinite(age)) {
    return warning(name, 'the provider does not say what time it has')
  }
  // Cut to a whole second, which is half a second too early on average.
  const apart = sent / 1000 + 0.5 + age - answer.at
  const seconds = Math.round(Math.abs(apart))
  const found = `the provider is ${seconds} s ${apart > 0 ? 'ahead of' : 'behind'} this machine`
  const fix = 'Set the clocks by NTP: first that of the machine the guard runs on.'
  if (seconds > FORGIVEN) return failed(name, `${found}; ${FORGIVEN} are forgiven`, fix)
  if (seconds > NOTABLE) return warning(name, found, fix)
  return ok(name, 'at most a few seconds apart')
}
