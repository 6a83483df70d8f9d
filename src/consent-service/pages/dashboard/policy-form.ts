/** Reads the form that publishes a version of the policy. */
import type { Category } from '../../../consent/wire/categories.ts'
import { categoryFaults, plainCategory } from '../../declared-categories.ts'
import { isSamePolicy } from '../../store/policy-hash.ts'
import type { Policy } from '../../store/port.ts'

/** A version of the policy as it was written, also when something is wrong with it. */
export interface Draft {
  readonly text: string
  readonly categories: readonly Category[]
  /** Undefined: it was not said. */
  readonly material: boolean | undefined
}

const MAX_TEXT = 100_000

/** What a form says. Rows without an id, title and description are left out. */
export function readDraft(form: URLSearchParams): Draft {
  const [titles, descriptions] = [form.getAll('title'), form.getAll('description')]
  const kinds = form.getAll('kind')
  const categories = form.getAll('id').flatMap((raw, index): readonly Category[] => {
    const id = raw.trim()
    const [title = '', description = ''] = [titles[index]?.trim(), descriptions[index]?.trim()]
    if (id === '' && title === '' && description === '') return []
    return [plainCategory({ id, ...kindOf(kinds[index]), title, description })]
  })
  const change = form.get('change')
  return {
    text: (form.get('text') ?? '').replaceAll('\r\n', '\n').trim(),
    categories,
    material: change === 'material' ? true : change === 'wording' ? false : undefined,
  }
}

function kindOf(kind: string | undefined): Pick<Category, 'always' | 'classic'> {
  if (kind === 'always') return { always: true }
  return kind === 'performance' || kind === 'functionality' ? { classic: kind } : {}
}

/** Everything that is wrong with a draft, in words for who wrote it. */
export function faultsOf(draft: Draft, newest: Policy | undefined): readonly string[] {
  const { text, categories, material } = draft
  const faults: string[] = []
  if (text === '') faults.push('Write the text of the policy.')
  if (text.length > MAX_TEXT) faults.push('The text is longer than 100,000 characters.')
  faults.push(...categoryFaults(categories))
  if (material === undefined) faults.push('Say whether the substance changes, or the wording only.')
  if (faults.length === 0 && newest !== undefined && isSamePolicy(draft, newest)) {
    faults.push(`Nothing changed: version ${newest.version} has this text and these categories.`)
  }
  return faults
}
