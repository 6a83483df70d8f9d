/** Reads the form that publishes a version of the policy. */
import type { Category } from '../../../consent/wire/categories.ts'
import type { Policy } from '../../store/port.ts'

/** A version of the policy as it was written, also when something is wrong with it. */
export interface Draft {
  readonly text: string
  readonly categories: readonly Category[]
  /** Undefined: it was not said. */
  readonly material: boolean | undefined
}

/** The most categories: their ids share one cookie. */
const MOST = 30
const MAX_TEXT = 100_000
const ID = /^[a-z0-9_-]{1,40}$/

/** What a form says. Rows without an id, title and description are left out. */
export function readDraft(form: URLSearchParams): Draft {
  const [titles, descriptions] = [form.getAll('title'), form.getAll('description')]
  const kinds = form.getAll('kind')
  const categories = form.getAll('id').flatMap((raw, index): readonly Category[] => {
    const id = raw.trim()
    const title = (titles[index] ?? '').trim()
    const description = (descriptions[index] ?? '').trim()
    if (id === '' && title === '' && description === '') return []
    return [
      { id, ...kindOf(kinds[index]), ...(title && { title }), ...(description && { description }) },
    ]
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
  if (categories.length > MOST) faults.push(`There are more than ${MOST} categories.`)
  const ids = categories.map(({ id }) => id)
  for (const id of ids.filter((one) => !ID.test(one))) {
    faults.push(
      id === ''
        ? 'A category has no id.'
        : `The id “${id.slice(0, 60)}” may have lower case letters, digits, - and _ only, at most 40.`,
    )
  }
  for (const id of new Set(ids.filter((one, index) => one && ids.indexOf(one) !== index))) {
    faults.push(`The category “${id}” is there twice.`)
  }
  if (categories.some(({ id, always }) => id === 'essential' && always !== true)) {
    faults.push('The category “essential” is always on.')
  }
  if (categories.every(({ always }) => always === true)) {
    faults.push('There is no category that visitors are asked about.')
  }
  if (material === undefined) faults.push('Say whether the substance changes, or the wording only.')
  if (faults.length === 0 && newest !== undefined && isSame(draft, newest)) {
    faults.push(`Nothing changed: version ${newest.version} has this text and these categories.`)
  }
  return faults
}

function isSame(draft: Draft, { text, categories }: Policy): boolean {
  return draft.text === text.trim() && told(draft.categories) === told(categories)
}

function told(categories: readonly Category[]): string {
  return JSON.stringify(
    categories.map(({ id, classic, always, title, description }) => {
      return [id, classic ?? '', always === true, title ?? '', description ?? '']
    }),
  )
}
