/** Scripts that wait until their category is allowed: `<script type="text/plain" data-consent="…">`. */
import { allows } from './consent.ts'
import { pageDocument, pageGlobal } from './page.ts'

// Where this script carries a nonce, one without it was not put there by the page; under
// 'strict-dynamic' the browser would not notice, as it is we who start it.
const nonce = pageDocument.currentScript?.nonce

let running: Promise<unknown> = Promise.resolve()

/**
 * Starts what is allowed, in the order of the page. A script is the page's own element put in
 * place once more: its nonce, its attributes and the browser's trust in its text stay.
 */
export function startScripts(): void {
  const waiting = pageDocument.querySelectorAll<HTMLScriptElement>(
    'script[type="text/plain"][data-consent]',
  )
  for (const script of waiting) {
    if (!allows(script.dataset.consent as string) || (nonce && script.nonce !== nonce)) continue
    script.type = 'text/x-next'
    running = running.then(() => start(script))
  }
}

function start(script: HTMLScriptElement): Promise<unknown> | undefined {
  const { parentNode, nextSibling } = script
  const { src, type } = script.dataset
  script.async = script.hasAttribute('async')
  if (src) script.src = trusted(src)
  script.type = type ?? ''
  const loaded =
    script.src && !script.async
      ? new Promise((resolve) => {
          script.addEventListener('load', resolve)
          script.addEventListener('error', resolve)
        })
      : undefined
  script.remove()
  parentNode?.insertBefore(script, nextSibling)
  return loaded
}

interface Policy {
  createScriptURL(url: string): string
}
interface PolicyFactory {
  createPolicy(name: string, rules: Policy): Policy
}

let policy: Policy | undefined

/** The address, as Trusted Types want it: it was in the page's own HTML. */
function trusted(url: string): string {
  policy ??= pageGlobal<PolicyFactory>('trustedTypes')?.createPolicy('hallpass-consent', {
    createScriptURL: (text) => text,
  })
  return policy?.createScriptURL(url) ?? url
}
