/** Other banners, and what a page loads for them. */

/** A neighbour: its package, and the minified files that its documentation puts into a page. */
export interface Neighbour {
  readonly name: string
  readonly version: string
  readonly script: string
  /** Where the style is not in the script. */
  readonly style?: string
  /** Bytes of both after `gzip -9`, as `npm run bench:banner` measured them. */
  readonly bytes: number
}

export const NEIGHBOURS: readonly Neighbour[] = [
  {
    name: 'vanilla-cookieconsent',
    version: '3.1.0',
    script: 'dist/cookieconsent.umd.js',
    style: 'dist/cookieconsent.css',
    bytes: 15_498,
  },
  {
    name: '@canonical/cookie-policy',
    version: '3.10.0',
    script: 'build/js/cookie-policy.js',
    style: 'build/css/cookie-policy.css',
    bytes: 24_524,
  },
  { name: 'klaro', version: '0.7.22', script: 'dist/klaro.js', bytes: 69_399 },
]
