/** What the bare sites answer: the bytes of a site with hallpass whose visitor has a fresh choice. */
export const HEADERS: Readonly<Record<string, string>> = {
  'content-type': 'application/json',
  'x-content-type-options': 'nosniff',
  'cache-control': 'no-store, no-cache, must-revalidate, private',
  pragma: 'no-cache',
}

export const BODY = '{"action":"none","policy":1}'
