/** The script of a page as a site bundles it: what hears of choices is typed. Checked, not run. */
import type { ConsentAct, HallpassConsent } from 'hallpass/consent/banner'

document.addEventListener('hallpass:consent', ({ detail, target }) => {
  const act: ConsentAct = detail.act
  const films: boolean | undefined = detail.choices?.video
  console.log(act, films, target)
})

document.addEventListener('hallpass:consent', (event: CustomEvent) => console.log(event.detail))

const apis: readonly HallpassConsent[] = [
  hallpassConsent,
  globalThis.hallpassConsent,
  window.hallpassConsent,
]
const [frame] = document.getElementsByTagName('iframe')
frame?.contentWindow?.hallpassConsent.open()
export const allowed: readonly boolean[] = apis.map((api) => api.allows('video'))

// @ts-expect-error: there is no such method
hallpassConsent.agree()
// @ts-expect-error: no such act
document.addEventListener('hallpass:consent', ({ detail }) => detail.act === 'agreed')
