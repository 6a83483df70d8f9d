/** `/`: what this service is. */

import { html } from '../../../http/html.ts'
import type { Handler } from '../../service.ts'
import { visitorPage } from './look.ts'

export const home: Handler = (service) =>
  visitorPage(service, {
    title: 'One choice for all sites',
    look: 'card',
    body: html`<div class="panel">
<h1>One choice for all sites</h1>
<p class="lead">The sites of ${service.organisation} ask you once what they may use, and remember it here. Whatever you chose on one of them holds on all of them.</p>
<p class="lead">You can see what you agreed to, change it, download it, or have it forgotten, at any time.</p>
<div class="actions"><a class="button main" href="/choices">See your choices</a></div>
</div>`,
  })
