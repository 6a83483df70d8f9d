/** The newspaper's drawings. */
import { type Html, html } from '../../http/html.ts'

/** The newspaper's sign. */
export const LOGO: Html = html`<svg viewBox="0 0 32 32" aria-hidden="true"><rect width="32" height="32" rx="4" fill="#9c1c24"/><path d="M5 13c4-4 8-3 11 2 3-5 7-6 11-2-5-1-8 2-11 7-3-5-6-8-11-7z" fill="#fff"/><path d="M7 25h18" stroke="#fff" stroke-width="2.4" stroke-linecap="round"/></svg>`

/** The picture on the front page: a lighthouse at dusk. */
export const SCENE: Html = html`<svg class="scene" viewBox="0 0 800 400" role="img" aria-label="A lighthouse above the harbour at dusk">
<defs><linearGradient id="sky" x1="0" y1="0" x2="0" y2="1"><stop offset="0" stop-color="#2f3f63"/><stop offset=".55" stop-color="#c4725f"/><stop offset=".8" stop-color="#f2b779"/></linearGradient></defs>
<rect width="800" height="400" fill="url(#sky)"/><circle cx="250" cy="262" r="46" fill="#fbe3a8"/>
<path d="M628 96 0 20v120z" fill="#fff3c4" opacity=".22"/>
<rect y="280" width="800" height="120" fill="#2a4a5e"/><path d="M170 296h160M196 314h110M220 332h64" stroke="#f2c98f" stroke-width="5" stroke-linecap="round" opacity=".65"/>
<path d="M480 300c40-40 80-58 130-60 70-2 120 10 190 40v120H440c10-40 20-70 40-100z" fill="#2b2f33"/>
<path d="M606 250l10-140h32l10 140z" fill="#f1ebe0"/><path d="M609 210h46l2 28h-50zM613 158h38l2 26h-42z" fill="#9c1c24"/>
<rect x="608" y="104" width="48" height="8" fill="#22252a"/><rect x="617" y="84" width="30" height="22" fill="#ffe9a3"/><path d="M612 84l20-18 20 18z" fill="#22252a"/>
<path d="M690 262h52v-20l-26-16-26 16z" fill="#d8cfc0"/><path d="M684 244l32-24 32 24" fill="none" stroke="#4b3a33" stroke-width="7"/><rect x="708" y="246" width="14" height="16" fill="#ffd97a"/>
<path d="M70 118c12-10 22-8 28 2 6-10 16-12 28-2M150 82c9-8 17-6 22 2 5-8 13-10 22-2M330 128c9-8 17-6 22 2 5-8 13-10 22-2" fill="none" stroke="#1f2a3d" stroke-width="4" stroke-linecap="round"/>
<path d="M90 352h120l-16 22h-88z" fill="#1f2429"/><path d="M146 350v-62l44 54z" fill="#e9e2d3"/><path d="M140 350v-52l-30 46z" fill="#cfc6b4"/></svg>`
