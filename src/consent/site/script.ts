/** `GET /_choices/ask.js`: the banner's script, with this site's configuration compiled in. */
import { createHash } from 'node:crypto'
import type { Exchange, HeaderList, Reply } from '../../http/exchange.ts'
import { bannerScript } from '../banner/compile.ts'
import type { ConsentSite } from './site.ts'

/** A script that is made, and its tag. */
interface Made {
  readonly body: string
  readonly etag: string
}

const made = new WeakMap<ConsentSite, Made>()

export function scriptRoute(site: ConsentSite, exchange: Exchange): Reply {
  const script = made.get(site) ?? make(site)
  made.set(site, script)
  const headers: HeaderList = [
    ['etag', script.etag],
    // A change of the configuration is there within five minutes.
    ['cache-control', 'public, max-age=300'],
    ['x-content-type-options', 'nosniff'],
  ]
  if (isKept(exchange.header('if-none-match') ?? '', script.etag)) return { status: 304, headers }
  const type = ['content-type', 'text/javascript; charset=utf-8'] as const
  return { status: 200, headers: [type, ...headers], body: script.body }
}

function make(site: ConsentSite): Made {
  const { languages = [], ...config } = site.options.banner ?? {}
  const own = Object.keys(config.texts ?? {})
  const wanted = config.language === undefined ? own : [...own, config.language]
  const { days } = site.options
  const whole = { ...config, categories: site.categories, ...(days !== undefined && { days }) }
  const body = bannerScript(whole, [...new Set([...languages, ...wanted])])
  const etag = `"${createHash('sha256').update(body).digest('base64url').slice(0, 27)}"`
  return { body, etag }
}

/** RFC 9110 section 13.1.2: compared weakly. */
function isKept(header: string, etag: string): boolean {
  const tags = header.split(',').map((tag) => tag.trim().replace(/^W\//, ''))
  return tags.includes(etag) || tags.includes('*')
}
