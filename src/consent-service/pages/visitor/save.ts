/** Records what a visitor chose on `/choices`. */
import type { Choices } from '../../../consent/wire/categories.ts'
import { HallpassError, isHallpassError } from '../../../errors.ts'
import type { Exchange, Reply } from '../../../http/exchange.ts'
import { single } from '../../../http/form.ts'
import { asked, type InForce, inForce } from '../../policy.ts'
import { milliseconds, type Service } from '../../service.ts'
import type { Known } from '../../store/port.ts'
import { type Flash, flashCookie } from '../flash.ts'
import { postedForm } from '../form.ts'
import { seeOther } from '../frame.ts'

const SAVED: Flash = { kind: 'good', text: 'Saved. Your choice now holds on all sites.' }
const TOO_OLD: Flash = {
  kind: 'bad',
  text: 'The page had been open for too long, so nothing was changed. Please choose again.',
}
const OTHER_POLICY: Flash = {
  kind: 'bad',
  text: 'The policy has changed while you were choosing, so nothing was changed. Please look again.',
}

/** @throws `cross_site_request`, `bad_request`, `unknown_category`, `store_unavailable` */
export async function saveChoices(
  service: Service,
  exchange: Exchange,
  { visitor }: Known,
): Promise<Reply> {
  const back = (flash: Flash) => seeOther('/choices', flashCookie(service, visitor, flash))
  let form: URLSearchParams
  try {
    form = await postedForm(service, exchange, visitor)
  } catch (error) {
    if (isHallpassError(error) && error.code === 'signature_expired') return back(TOO_OLD)
    throw error
  }
  const policy = inForce(await service.store.policies())
  // Nobody agrees to a text that the page did not show.
  if (single(form, 'policy') !== String(policy.version)) return back(OTHER_POLICY)
  const act = readAct(single(form, 'act'))
  const recorded = await service.store.record({
    visitor,
    site: undefined,
    act,
    choices: chosen(act, form.getAll('allow'), policy),
    policy: policy.version,
    policyShown: true,
    at: milliseconds(service),
  })
  return recorded === undefined ? seeOther('/choices') : back(SAVED)
}

function readAct(act: string | undefined): 'saved' | 'accept_all' | 'reject_all' {
  if (act === 'saved' || act === 'accept_all' || act === 'reject_all') return act
  throw new HallpassError('bad_request', 'The form does not say which button was pressed.')
}

function chosen(act: string, allowed: readonly string[], policy: InForce): Choices {
  const ids = asked(policy.categories).map(({ id }) => id)
  if (allowed.some((id) => !ids.includes(id))) {
    throw new HallpassError(
      'unknown_category',
      'The form names a category that is not asked about.',
    )
  }
  const granted = (id: string) => act === 'accept_all' || (act === 'saved' && allowed.includes(id))
  return Object.fromEntries(ids.map((id) => [id, granted(id)]))
}
