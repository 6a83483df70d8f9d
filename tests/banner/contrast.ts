/** The contrast of texts with what is behind them, as WCAG counts it; runs in the page. */

/** One text and its ratio. */
export interface Contrast {
  readonly text: string
  readonly ratio: number
}

/** The contrast of every element under `top` that holds text itself. */
export function contrasts(top: Element): Contrast[] {
  const channels = (colour: string) => (colour.match(/[\d.]+/g) ?? []).map(Number)
  const luminance = (colour: string) => {
    const [red = 0, green = 0, blue = 0] = channels(colour)
      .slice(0, 3)
      .map((value) => value / 255)
      .map((value) => (value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
  }
  const behind = (element: Element | null): string => {
    if (!element) return 'rgb(255, 255, 255)'
    const { backgroundColor } = getComputedStyle(element)
    return channels(backgroundColor)[3] === 0 ? behind(element.parentElement) : backgroundColor
  }
  const own = (element: Element) =>
    [...element.childNodes].some((node) => node.nodeType === 3 && node.textContent?.trim())
  return [top, ...top.querySelectorAll('*')].filter(own).map((element) => {
    const pair = [luminance(getComputedStyle(element).color), luminance(behind(element))]
    const [light, dark] = [Math.max(...pair), Math.min(...pair)]
    const ratio = (light + 0.05) / (dark + 0.05)
    return { text: element.textContent ?? '', ratio: Math.round(ratio * 100) / 100 }
  })
}
