/** As much of Markdown as the pages use: headings, links, fenced blocks. */

/** A fenced block. */
export interface Block {
  /** The page it is on, as a path from the root of the repository. */
  readonly page: string
  /** The line of its first fence, counted from 1. */
  readonly line: number
  /** The first word after the fence: `ts`. */
  readonly language: string
  /** What follows that word: `output`. */
  readonly info: string
  readonly text: string
}

/** A link, or a picture. */
export interface Link {
  readonly line: number
  readonly target: string
}

/** A page, read. */
export interface Page {
  readonly path: string
  readonly text: string
  readonly blocks: readonly Block[]
  readonly links: readonly Link[]
  /** The headings, in order. */
  readonly headings: readonly string[]
  /** The anchors that GitHub gives to the headings. */
  readonly anchors: ReadonlySet<string>
}

/** Reads a page. @throws Error when a fence is not closed, or is indented */
export function readPage(path: string, text: string): Page {
  const blocks: Block[] = []
  const links: Link[] = []
  const headings: string[] = []
  let open: (Omit<Block, 'text'> & { readonly lines: string[] }) | undefined
  for (const [index, line] of text.split('\n').entries()) {
    const number = index + 1
    const fence = /^(\s*)```(.*)$/.exec(line)
    if (fence !== null) {
      if (fence[1] !== '') throw new Error(`${path}:${number}: a fence must not be indented`)
      if (open === undefined) {
        const [language = '', ...info] = (fence[2] ?? '').trim().split(/\s+/)
        open = { page: path, line: number, language, info: info.join(' '), lines: [] }
      } else {
        const { lines, ...block } = open
        blocks.push({ ...block, text: `${lines.join('\n')}\n` })
        open = undefined
      }
    } else if (open !== undefined) {
      open.lines.push(line)
    } else {
      const heading = /^#{1,6} (.+)$/.exec(line)?.[1]
      if (heading !== undefined) headings.push(heading)
      const bare = line.replace(/`[^`]*`/g, '')
      for (const [, target = ''] of bare.matchAll(/\]\(([^)\s]+)\)/g))
        links.push({ line: number, target })
    }
  }
  if (open !== undefined) throw new Error(`${path}:${open.line}: the fence is not closed`)
  return { path, text, blocks, links, headings, anchors: anchorsOf(headings) }
}

function anchorsOf(headings: readonly string[]): ReadonlySet<string> {
  const anchors = new Set<string>()
  for (const heading of headings) {
    const words = heading.replace(/\[([^\]]*)\]\([^)]*\)/g, '$1').toLowerCase()
    const slug = words.replace(/[^\p{L}\p{N}\s_-]/gu, '').replaceAll(' ', '-')
    let anchor = slug
    for (let again = 1; anchors.has(anchor); again++) anchor = `${slug}-${again}`
    anchors.add(anchor)
  }
  return anchors
}
