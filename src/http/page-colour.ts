/** Colours that can be read: contrast as WCAG 2.2 measures it, and shades that have enough of it. */

/** What text needs (WCAG 2.2, 1.4.3, level AA), and what a button's edge needs (1.4.11). */
const TEXT = 4.5
const EDGE = 3
/** How far a shade goes in one step towards black or white. */
const STEP = 0.04

/** What one accent colour becomes on one ground. All of them are `#rrggbb`. */
export interface Shades {
  readonly action: string
  /** The button under the pointer. */
  readonly over: string
  readonly onAction: string
  readonly link: string
  /** The button's border: its own colour, unless that does not stand out from the ground. */
  readonly edge: string
}

/** The contrast of two colours, from 1 to 21. */
export function contrast(one: string, other: string): number {
  const [low = 0, high = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b)
  return (high + 0.05) / (low + 0.05)
}

/** Whether text in this colour can be read on that ground. */
export function isReadable(text: string, ground: string): boolean {
  return contrast(text, ground) >= TEXT
}

/**
 * The shades of an accent: text on it is white or black, and links go towards `pole` until they can
 * be read.
 *
 * @param ground - The background that is hardest to read on.
 * @param pole - The far end from the ground: `#000000` for a pale one.
 */
export function shadesOf(accent: string, ground: string, pole: string): Shades {
  const action = accent.toLowerCase()
  // One of the two is always readable: their contrasts multiply to 21.
  const onAction = isReadable('#ffffff', action) ? '#ffffff' : '#000000'
  const away = onAction === '#ffffff' ? '#000000' : '#ffffff'
  const over = [mix(action, away, 0.16), mix(action, onAction, 0.16)].find(
    (shade) => contrast(shade, action) >= 1.1 && isReadable(onAction, shade),
  )
  const link = readable(action, ground, pole)
  const edge = contrast(action, ground) >= EDGE ? action : link
  return { action, over: over ?? action, onAction, link, edge }
}

function readable(colour: string, ground: string, pole: string): string {
  for (let share = 0; share < 1; share += STEP) {
    const shade = mix(colour, pole, share)
    if (isReadable(shade, ground)) return shade
  }
  return pole
}

function mix(colour: string, other: string, share: number): string {
  const [from, to] = [channels(colour), channels(other)]
  const mixed = from.map((value, index) => value + ((to[index] ?? value) - value) * share)
  return `#${mixed.map((value) => Math.round(value).toString(16).padStart(2, '0')).join('')}`
}

function channels(colour: string): readonly number[] {
  return [1, 3, 5].map((at) => Number.parseInt(colour.slice(at, at + 2), 16))
}

/** Relative luminance (WCAG 2.2). */
function luminance(colour: string): number {
  const [red = 0, green = 0, blue = 0] = channels(colour).map((value) => {
    const part = value / 255
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}
