/** The one style sheet of the central service's pages, and where it is served. */
import { createHash } from 'node:crypto'
import type { Handler } from '../../service.ts'
import { BASE } from './base.ts'
import { CHARTS } from './charts.ts'
import { CONTROLS } from './controls.ts'
import { LAYOUT } from './layout.ts'
import { TABLES } from './tables.ts'

const SHEET = [BASE, CONTROLS, LAYOUT, TABLES, CHARTS].join('')
const HASH = createHash('sha256').update(SHEET).digest('base64url').slice(0, 16)

/** Where pages find the sheet; the address changes with what is in it. */
export const STYLE_PATH: string = `/pages.css?v=${HASH}`

/** Serves the sheet: for good under its own hash, and not kept under any other. */
export const stylesheet: Handler = (_service, exchange) => ({
  status: 200,
  headers: [
    ['content-type', 'text/css; charset=utf-8'],
    [
      'cache-control',
      exchange.url.endsWith(`?v=${HASH}`) ? 'public, max-age=31536000, immutable' : 'no-cache',
    ],
    ['x-content-type-options', 'nosniff'],
    ['cross-origin-resource-policy', 'same-origin'],
  ],
  body: SHEET,
})
