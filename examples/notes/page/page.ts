/** The page: what a browser does with the service, through hallpass/tokens/client. */
import { createTokenClient } from 'hallpass/tokens/client'

interface Note {
  readonly id: string
  readonly title: string
  readonly text: string
}
interface Page<Item> {
  readonly offset: number
  readonly limit: number
  readonly totalItems: number
  readonly items: readonly Item[]
}

const LIMIT = 10
let offset = 0

const client = createTokenClient({
  baseUrl: location.origin,
  storage: localStorage,
  onLoginRequired: () => show(),
})

function at<Found extends HTMLElement>(id: string, type: new () => Found): Found {
  const found = document.getElementById(id)
  if (found instanceof type) return found
  throw new Error(`the page has no ${id}`)
}

/** What the service says, or an error with its words. */
async function ask<Answer>(path: string, method = 'GET', body?: unknown): Promise<Answer> {
  const response = await client.fetch(path, {
    method,
    ...(body !== undefined && {
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    }),
  })
  const text = await response.text()
  const said = text === '' ? {} : JSON.parse(text)
  if (!response.ok) throw new Error([said._errors ?? response.statusText].flat().join(', '))
  return said
}

/** Does what a visitor asked for; what goes wrong is said on the page. */
function doing(work: () => Promise<unknown>): () => Promise<void> {
  return async () => {
    const problem = at('problem', HTMLElement)
    problem.hidden = true
    try {
      await work()
    } catch (error) {
      problem.textContent = error instanceof Error ? error.message : String(error)
      problem.hidden = false
    }
  }
}

function on(id: string, event: 'click' | 'submit', work: (form: FormData) => Promise<unknown>) {
  at(id, HTMLElement).addEventListener(event, (happened) => {
    happened.preventDefault()
    const { currentTarget } = happened
    const form = currentTarget instanceof HTMLFormElement ? currentTarget : undefined
    void doing(() => work(new FormData(form)).then(() => form?.reset()))()
  })
}

function entry(
  title: string,
  text: string,
  button?: [label: string, work: () => Promise<unknown>],
) {
  const item = document.createElement('li')
  const words = document.createElement('div')
  const head = document.createElement('strong')
  const rest = document.createElement('p')
  head.textContent = title
  rest.textContent = text
  words.append(head, rest)
  item.append(words)
  if (button !== undefined) {
    const [label, work] = button
    const made = document.createElement('button')
    made.className = 'quiet'
    made.textContent = label
    made.setAttribute('aria-label', `${label}: ${title}`)
    made.addEventListener('click', () => void doing(work)())
    item.append(made)
  }
  return item
}

async function showNotes(): Promise<void> {
  const page = await ask<Page<Note>>(`/notes?offset=${offset}&limit=${LIMIT}`)
  const remove = (id: string) => async () => {
    await ask(`/notes/${id}`, 'DELETE')
    await showNotes()
  }
  const items = page.items.map(({ id, title, text }) => entry(title, text, ['Delete', remove(id)]))
  at('notes', HTMLElement).replaceChildren(...items)
  const last = Math.min(offset + LIMIT, page.totalItems)
  at('pages', HTMLElement).hidden = page.totalItems <= LIMIT
  at('range', HTMLElement).textContent = `${offset + 1} to ${last} of ${page.totalItems}`
  at('newer', HTMLButtonElement).disabled = offset === 0
  at('older', HTMLButtonElement).disabled = last >= page.totalItems
  if (isAdmin()) await showUsers()
}

interface Device {
  readonly id: string
  readonly label?: string
  readonly lastUsedAt: number
  readonly current: boolean
}

async function showDevices(): Promise<void> {
  const { items } = await ask<{ items: readonly Device[] }>('/sessions')
  const end = (id: string) => async () => {
    await ask(`/sessions/${id}`, 'DELETE')
    await showDevices()
  }
  const entries = items.map(({ id, label = 'Unknown', lastUsedAt, current }) => {
    const used = `last used ${new Date(lastUsedAt * 1000).toLocaleString()}`
    return current
      ? entry(label, `this one, ${used}`)
      : entry(label, used, ['Log out there', end(id)])
  })
  at('devices', HTMLElement).replaceChildren(...entries)
}

async function showUsers(): Promise<void> {
  const { items } = await ask<Page<{ id: string; username: string; notes: number }>>('/admin/users')
  const entries = items.map(({ username, notes }) =>
    entry(username, `${notes} ${notes === 1 ? 'note' : 'notes'}`),
  )
  at('users', HTMLElement).replaceChildren(...entries)
}

interface Export {
  readonly state: string
  readonly progress: { readonly done: number; readonly total: number }
  readonly text?: string
}

async function exportNotes(): Promise<void> {
  const { id } = await ask<{ id: string }>('/export', 'POST')
  const bar = at('bar', HTMLProgressElement)
  at('progress', HTMLElement).hidden = false
  at('exported', HTMLElement).hidden = true
  for (;;) {
    const { state, progress, text } = await ask<Export>(`/export/${id}`)
    bar.max = Math.max(1, progress.total)
    bar.value = state === 'completed' ? bar.max : progress.done
    at('step', HTMLElement).textContent = `${state}: ${progress.done} of ${progress.total}`
    if (state === 'failed') throw new Error('the export failed')
    if (text !== undefined) {
      at('exported', HTMLElement).textContent = text || 'There is no note.'
      at('exported', HTMLElement).hidden = false
      return
    }
    await new Promise((resolve) => setTimeout(resolve, 300))
  }
}

function show(): void {
  const { signedIn, claims } = client
  at('login', HTMLElement).hidden = signedIn
  at('app', HTMLElement).hidden = !signedIn
  at('who', HTMLElement).hidden = !signedIn
  if (!signedIn) return
  at('name', HTMLElement).textContent = String(claims?.username ?? '')
  at('admin', HTMLElement).hidden = !isAdmin()
  void doing(() => Promise.all([showNotes(), showDevices()]))()
}

function isAdmin(): boolean {
  const groups = client.claims?.groups
  return Array.isArray(groups) && groups.includes('admin')
}

on('login', 'submit', async (form) => {
  const username = String(form.get('username'))
  await client.login({ username, password: String(form.get('password')) })
  offset = 0
  show()
})
on('logout', 'click', async () => {
  await client.logout()
  show()
})
on('add', 'submit', async (form) => {
  await ask('/notes', 'POST', { title: form.get('title'), text: form.get('text') })
  offset = 0
  await showNotes()
})
on('older', 'click', () => {
  offset += LIMIT
  return showNotes()
})
on('newer', 'click', () => {
  offset = Math.max(0, offset - LIMIT)
  return showNotes()
})
on('export', 'click', exportNotes)
show()
