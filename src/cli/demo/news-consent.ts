/** What the newspaper does with its readers' consent: the webcam, and counting. */
import type { FastifyInstance, FastifyReply } from 'fastify'
import type { BannerTexts, BannerTheme } from '../../consent.ts'
import { type Html, html } from '../../http/html.ts'
import { COUNTER_SCRIPT, counter, type Uses } from './consent/site-consent.ts'
import { SCENE } from './news-art.ts'
import { WEBCAM_STYLE } from './news-style.ts'

/** The banner in the newspaper's colours. */
export const NEWS_THEME: BannerTheme = {
  accent: 'light-dark(#9c1c24, #f0a3a0)',
  onAccent: 'light-dark(#ffffff, #2b0c0d)',
  background: 'light-dark(#ffffff, #1e1c1b)',
  text: 'light-dark(#1c1a18, #eeeae4)',
  radius: '3px',
  position: 'corner',
}

export const NEWS_WORDS: Partial<BannerTexts> = {
  title: 'Before you read on',
  body: 'We would like to count which articles are read, and to show the harbour webcam in our pages. You decide, once for all sites of Harbour.',
}

export const NEWS_USES: Uses = {
  essential: 'Your reading list, that you are signed in, and what you chose here.',
  performance: 'How many pages are read each day. The number is in the foot of each page.',
  functionality: 'The harbour webcam on the front page, which comes from elsewhere.',
}

/** The webcam on the front page: the banner holds the frame back until it is allowed. */
export const WEBCAM: Html = html`<section class="webcam" aria-labelledby="webcam"><div><p class="section">Live</p><h2 id="webcam">The harbour, at this moment</h2>
<p>From the roof of the net loft. The light turns every five seconds; the ferry is late.</p></div>
<iframe title="Webcam on the roof of the net loft" data-consent="functionality" data-src="/webcam"></iframe></section>`

const WEBCAM_PAGE = html`<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>Webcam</title><link rel="stylesheet" href="/webcam.css"></head>
<body>${SCENE}<p><span></span> Live</p></body></html>
`.toString()

/** Stands for a page of another site, which lets itself be framed. */
const WEBCAM_POLICY = "default-src 'none'; style-src 'self'; frame-ancestors 'self'"

/** The routes. */
export function newsConsent(app: FastifyInstance): void {
  const count = counter(8310)
  app.get('/webcam', (_request, reply) =>
    reply.header('content-security-policy', WEBCAM_POLICY).type('text/html').send(WEBCAM_PAGE),
  )
  app.get('/webcam.css', (_request, reply) => file(reply, 'text/css', WEBCAM_STYLE))
  app.get('/counter.js', (_request, reply) => file(reply, 'text/javascript', COUNTER_SCRIPT))
  app.post('/counted', (request, reply) =>
    request.hallpass.consent.allows('performance')
      ? reply.send(count())
      : reply.code(403).send({ error: 'not allowed' }),
  )
}

function file(reply: FastifyReply, type: string, content: string): FastifyReply {
  return reply.header('cache-control', 'no-cache').type(`${type}; charset=utf-8`).send(content)
}
