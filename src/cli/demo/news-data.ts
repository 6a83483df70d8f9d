/** What the newspaper prints, and who keeps what to read later. */
import {
  array,
  boolean,
  type GenericSchema,
  object,
  optional,
  record,
  safeParse,
  string,
} from 'valibot'
import { damaged, readJson, Saver } from './files.ts'
import { SAMPLE_ARTICLES } from './news-samples.ts'

/** An article. */
export interface Article {
  readonly slug: string
  readonly section: string
  readonly headline: string
  /** The sentence below the headline. */
  readonly standfirst: string
  readonly author: string
  readonly paragraphs: readonly string[]
  readonly published: boolean
}

interface Stored {
  readonly articles: Article[]
  readonly lists: Record<string, string[]>
  readonly breaking?: string | undefined
}

const article = object({
  slug: string(),
  section: string(),
  headline: string(),
  standfirst: string(),
  author: string(),
  paragraphs: array(string()),
  published: boolean(),
})
const stored: GenericSchema<Stored> = object({
  articles: array(article),
  lists: record(string(), array(string())),
  breaking: optional(string()),
})

/** The paper's archive. */
export interface NewsData {
  /** All articles; drafts too. */
  articles(): readonly Article[]
  /** An article that is published. */
  article(slug: string): Article | undefined
  /** Changes an article; what is not given stays. */
  edit(slug: string, change: Partial<Pick<Article, 'headline' | 'standfirst' | 'published'>>): void
  /** The line across the top of the front page. */
  breaking(): string | undefined
  setBreaking(line: string): void
  /** What a reader keeps, the newest first. */
  kept(reader: string): readonly Article[]
  /** Keeps an article for a reader, or not any longer. */
  keep(reader: string, slug: string, keep: boolean): void
  /** How many keep an article. */
  readers(slug: string): number
  flush(): Promise<void>
}

/** Opens the archive, kept in `file` or in memory. */
export async function openNewsData(file?: string): Promise<NewsData> {
  const content = file === undefined ? undefined : await readJson(file)
  const samples = { articles: SAMPLE_ARTICLES, lists: { reader: ['lighthouse'] } }
  const result = safeParse(stored, content ?? samples)
  if (!result.success) throw damaged(file ?? 'news data')
  const { articles } = result.output
  const lists = new Map(Object.entries(result.output.lists))
  let { breaking } = result.output
  const saver = new Saver(file, () => ({ articles, lists: Object.fromEntries(lists), breaking }))
  const article = (slug: string) => articles.find((one) => one.slug === slug && one.published)
  return {
    articles: () => articles,
    article,
    edit(slug, change) {
      const index = articles.findIndex((one) => one.slug === slug)
      const found = articles[index]
      if (found === undefined) return
      articles[index] = { ...found, ...change }
      saver.changed()
    },
    breaking: () => breaking,
    setBreaking(line) {
      breaking = line === '' ? undefined : line
      saver.changed()
    },
    kept: (reader) => (lists.get(reader) ?? []).flatMap((slug) => article(slug) ?? []),
    keep(reader, slug, keep) {
      const others = (lists.get(reader) ?? []).filter((one) => one !== slug)
      lists.set(reader, keep ? [slug, ...others] : others)
      saver.changed()
    },
    readers: (slug) => [...lists.values()].filter((list) => list.includes(slug)).length,
    flush: () => saver.flush(),
  }
}
