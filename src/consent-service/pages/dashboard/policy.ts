/** `/dashboard/policy`: the versions of the policy, and the form for the next one. */
import { CLASSIC_CATEGORIES } from '../../../consent/wire/categories.ts'
import type { Exchange, Reply } from '../../../http/exchange.ts'
import { milliseconds } from '../../service.ts'
import { flashCookie } from '../flash.ts'
import { postedForm } from '../form.ts'
import { seeOther } from '../frame.ts'
import type { Desk, DeskHandler } from './desk.ts'
import { deskPage } from './look.ts'
import { draftView } from './policy-draft-view.ts'
import { type Draft, faultsOf, readDraft } from './policy-form.ts'
import { previewView } from './policy-preview.ts'
import { policyView } from './policy-view.ts'
import { queryOf } from './query.ts'

const SECTION = '/dashboard/policy'
/** The largest form, in bytes: 100,000 characters of any script, encoded. */
const LIMIT = 1_000_000

/** The version in force or another one, and all versions. */
export const policy: DeskHandler = async (desk, exchange) => {
  const policies = await desk.service.store.policies()
  const asked = Number(queryOf(exchange).get('version'))
  const shown = policies.find(({ version }) => version === asked) ?? policies.at(-1)
  return deskPage(desk, exchange, {
    title: 'Policy',
    section: SECTION,
    body: policyView(policies, shown),
  })
}

/** The form for the next version, its preview, and what publishes it. */
export const publish: DeskHandler = async (desk, exchange) => {
  if (exchange.method === 'POST') return await posted(desk, exchange)
  const newest = (await desk.service.store.policies()).at(-1)
  const draft: Draft = {
    text: newest?.text ?? '',
    categories: newest?.categories ?? CLASSIC_CATEGORIES,
    material: undefined,
  }
  return draftPage(desk, exchange, draft, [])
}

async function posted(desk: Desk, exchange: Exchange): Promise<Reply> {
  const { service, holder } = desk
  const form = await postedForm(service, exchange, holder, LIMIT)
  const draft = readDraft(form)
  const step = form.get('step')
  if (step === 'edit') return draftPage(desk, exchange, draft, [])
  const newest = (await service.store.policies()).at(-1)
  const faults = faultsOf(draft, newest)
  if (faults.length > 0 || draft.material === undefined) {
    return draftPage(desk, exchange, draft, faults)
  }
  if (step !== 'publish') {
    return deskPage(desk, exchange, {
      title: 'Preview',
      section: SECTION,
      body: previewView(desk, draft, (newest?.version ?? 0) + 1),
    })
  }
  const { text, categories, material } = draft
  const at = milliseconds(service)
  const made = await service.store.addPolicy({ text, categories, material, at })
  service.changed()
  service.ports.logger.info('a policy was published', { version: made.version, material })
  const said = `Version ${made.version} is in force. ${material ? 'Everybody is asked again.' : 'Choices that were made go on.'}`
  return seeOther(SECTION, flashCookie(service, holder, { kind: 'good', text: said }))
}

function draftPage(desk: Desk, exchange: Exchange, draft: Draft, faults: readonly string[]): Reply {
  return deskPage(desk, exchange, {
    title: 'New version of the policy',
    section: SECTION,
    ...(faults.length > 0 && { status: 400 }),
    body: draftView(desk, draft, faults),
  })
}
