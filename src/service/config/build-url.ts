/** Puts an address together from one that is given and parts that replace its own. */
import { isIPv6 } from 'node:net'
import { HallpassError } from '../../errors.ts'

/** Parts of an address. One that is absent stays as it is in the address. */
export interface UrlParts {
  /** Without the colon: `postgres`. */
  readonly scheme?: string | undefined
  /** As it is, not percent-encoded; an empty one takes the user out. */
  readonly username?: string | undefined
  /** As it is, not percent-encoded; an empty one takes the password out. */
  readonly password?: string | undefined
  /** A name or an address; of IPv6 with or without its brackets. */
  readonly hostname?: string | undefined
  /** From 1 to 65535; an empty one takes the port out. */
  readonly port?: number | string | undefined
  /** Percent-encoded where it must be, without query or fragment; the first `/` may be left out. */
  readonly path?: string | undefined
}

/**
 * `url` with the given parts in place of its own. The query and the fragment stay.
 *
 * @throws HallpassError `invalid_config`, with the part that is wrong, never its value
 *
 * @example
 * buildUrl('postgres://localhost/shop', { username: 'shop', password: 'p@ss', hostname: 'db' })
 * // 'postgres://shop:p%40ss@db/shop'
 */
export function buildUrl(url: string, parts: UrlParts = {}): string {
  const base = URL.parse(url)
  if (base === null || !/^[a-z][a-z\d+.-]*:\/\//i.test(url)) {
    throw wrong('url', 'must be an address such as postgres://host/path')
  }
  const host = parts.hostname === undefined ? base.hostname : hostOf(parts.hostname)
  const port = parts.port === undefined ? base.port : portOf(parts.port)
  const path = parts.path === undefined ? base.pathname : pathOf(parts.path)
  const user = parts.username === undefined ? base.username : encoded('username', parts.username)
  const pass = parts.password === undefined ? base.password : encoded('password', parts.password)
  const scheme = parts.scheme === undefined ? base.protocol.slice(0, -1) : schemeOf(parts.scheme)
  const credentials = `${user}${pass === '' ? '' : `:${pass}`}`
  const authority = `${credentials && `${credentials}@`}${host}${port && `:${port}`}`
  // With no host, `http:///path` would be read as the host `path`.
  if (host === '' && authority !== '') throw wrong('hostname', 'is missing')
  const built = URL.parse(`${scheme}://${authority}${path}${base.search}${base.hash}`)
  if (built === null || (built.hostname === '') !== (host === '')) {
    throw wrong('hostname', 'is none that this scheme can have')
  }
  return built.href
}

function schemeOf(scheme: string): string {
  if (/^[a-z][a-z\d+.-]*$/i.test(scheme)) return scheme
  throw wrong('scheme', 'must be a word such as postgres, without the colon')
}

function hostOf(hostname: string): string {
  const inside = /^\[(.*)\]$/.exec(hostname)?.[1] ?? hostname
  if (isIPv6(inside) && !inside.includes('%')) return `[${inside}]`
  // Any of these would end the host and begin another part.
  if (!/[\s/?#@:\\[\]%]/.test(hostname)) return hostname
  throw wrong('hostname', 'must be a name or an address, and nothing else')
}

function portOf(port: number | string): string {
  const text = String(port)
  if (text === '') return ''
  if (/^[1-9]\d{0,4}$/.test(text) && Number(text) <= 65_535) return text
  throw wrong('port', 'must be a whole number from 1 to 65535')
}

function pathOf(path: string): string {
  if (/[?#\\\s]/.test(path)) throw wrong('path', 'must be percent-encoded, without ? and #')
  return path === '' || path.startsWith('/') ? path : `/${path}`
}

function encoded(part: string, value: string): string {
  if (!value.isWellFormed()) throw wrong(part, 'must be text of whole characters')
  return encodeURIComponent(value)
}

function wrong(path: string, message: string): HallpassError {
  const issues = [{ path, message }]
  return new HallpassError('invalid_config', `buildUrl: ${path} ${message}`, { issues })
}
