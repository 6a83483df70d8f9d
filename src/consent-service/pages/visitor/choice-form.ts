/** The form by which a visitor chooses. */

import { type Html, html } from '../../../http/html.ts'
import { asked, grants, standing } from '../../policy.ts'
import type { Service } from '../../service.ts'
import { wordsOf } from '../categories.ts'
import { formToken } from '../form.ts'
import type { ChoicesView } from './choices-view.ts'

/**
 * A box for each category, and three buttons. To save what is ticked is the first one, since the
 * Enter key presses that; to accept and to refuse look the same.
 */
export function choiceForm(service: Service, { known, policy }: ChoicesView): Html {
  const choices = standing(known.choice, policy) ?? {}
  const always = policy.categories.filter((one) => one.always === true)
  const boxes = asked(policy.categories).map((category) => {
    const checked = grants(choices, category.id)
    const { title, description } = wordsOf(category)
    return html`<li><label class="option"><input type="checkbox" name="allow" value="${category.id}"${checked && html` checked`}><span><strong>${title}</strong><span class="soft">${description}</span></span></label></li>`
  })
  return html`<form method="post" action="/choices">
${formToken(service, known.visitor)}<input type="hidden" name="policy" value="${policy.version}">
<fieldset><legend class="hidden">What may be used</legend><ul class="ask">
${always.map((category) => {
  const { title, description } = wordsOf(category)
  return html`<li><label class="option"><input type="checkbox" checked disabled><span><strong>${title} <span class="chip plain">always on</span></strong><span class="soft">${description}</span></span></label></li>`
})}${boxes}
</ul></fieldset>
<div class="actions choose"><button class="main" name="act" value="saved">Save what is ticked</button>
<span class="same"><button name="act" value="accept_all">Accept all</button><button name="act" value="reject_all">Only essential</button></span></div>
</form>`
}
