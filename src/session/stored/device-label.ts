/** What to call a device on a page of sessions: `Firefox on Windows`. */

/** The first that fits is the one: many browsers name Chrome and Safari beside themselves. */
const BROWSERS: readonly (readonly [RegExp, string])[] = [
  [/\bEdg(?:A|iOS|e)?\//, 'Edge'],
  [/\bOPR\/|\bOpera\b/, 'Opera'],
  [/\bSamsungBrowser\//, 'Samsung Internet'],
  [/\bVivaldi\//, 'Vivaldi'],
  [/\bFirefox\/|\bFxiOS\//, 'Firefox'],
  [/\bChrome\/|\bCriOS\/|\bChromium\//, 'Chrome'],
  [/\bVersion\/[\d.]+ (?:Mobile\/\w+ )?Safari\//, 'Safari'],
]

const SYSTEMS: readonly (readonly [RegExp, string])[] = [
  [/\biPhone\b/, 'iPhone'],
  [/\biPad\b/, 'iPad'],
  [/\bAndroid\b/, 'Android'],
  [/\bWindows\b/, 'Windows'],
  [/\bCrOS\b/, 'ChromeOS'],
  [/\bMac OS X\b|\bMacintosh\b/, 'macOS'],
  [/\bLinux\b|\bX11\b/, 'Linux'],
]

/** Characters of a header that are looked at. */
const MAX_LENGTH = 512

/**
 * Browser and system, as the User-Agent header says. Only fixed words come out, so that nothing
 * that a client made up is ever shown to a person. Undefined where neither is known.
 */
export function deviceLabel(userAgent: string | undefined): string | undefined {
  const text = (userAgent ?? '').slice(0, MAX_LENGTH)
  const browser = nameIn(BROWSERS, text)
  const system = nameIn(SYSTEMS, text)
  return browser !== undefined && system !== undefined
    ? `${browser} on ${system}`
    : (browser ?? system)
}

function nameIn(names: typeof BROWSERS, text: string): string | undefined {
  return names.find(([form]) => form.test(text))?.[1]
}
