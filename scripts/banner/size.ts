/** How large the browser script is, as it travels. */
import { gzipSync } from 'node:zlib'

/** Bytes that script and style may have together. */
export const MAX_GZIP = 6144

/** Bytes after `gzip -9`. */
export function gzipped(text: string | Buffer): number {
  return gzipSync(text, { level: 9 }).length
}
