/**
 * The page's document and globals, past the elements that took their names: `<img name="cookie">`,
 * in a visitor's comment perhaps, is what `document.cookie` gives there.
 */

/** `document` by its own members alone. To the browser itself it is no `Node`. */
export const pageDocument: Document = new Proxy({} as Document, {
  get: (_, name) => {
    // A server that imports the module has none.
    const member = globalThis.document && Reflect.get(Document.prototype, name, document)
    return typeof member === 'function' ? member.bind(document) : member
  },
})

/** The globals that a page may have: only what is the window's own was set by a script. */
export function pageGlobal<Value>(name: string): Value | undefined {
  return Object.hasOwn(globalThis, name)
    ? (globalThis as unknown as Record<string, Value>)[name]
    : undefined
}
