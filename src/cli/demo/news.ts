/** The demo's newspaper: a Fastify app that uses hallpass as any app would. */
import type { FastifyReply, FastifyRequest } from 'fastify'
import { mount, requireLogin } from '../../fastify.ts'
import { type Html, html } from '../../http/html.ts'
import { createHallpass, type Visitor } from '../../index.ts'
import { oidc } from '../../login.ts'
import { accountPage } from './account-page.ts'
import { ACCOUNTS } from './accounts.ts'
import { type App, type AppOptions, tellingHooks, tellingLogger, trouble } from './app.ts'
import { BASE_STYLE } from './base-style.ts'
import { consentOptions, cookiesPage } from './consent/site-consent.ts'
import { LOGO } from './news-art.ts'
import { NEWS_THEME, NEWS_USES, NEWS_WORDS, newsConsent } from './news-consent.ts'
import type { NewsData } from './news-data.ts'
import { articlePage, frontPage, NEWS_NAME, newsLook, readingListPage } from './news-pages.ts'
import { deskPage, newsroomPage } from './news-staff-pages.ts'
import { NEWS_STYLE } from './news-style.ts'
import { refusedPage } from './refused-page.ts'
import { svgFile } from './shop-art.ts'
import { loginNotice, type Notice, siteHeaders, sitePage } from './site-page.ts'
import { SITE_STYLE } from './site-style.ts'

/** The newspaper. */
export async function createNews(options: AppOptions, data: NewsData): Promise<App> {
  const { default: fastify } = await import('fastify')
  const { service } = options.consent
  const look = newsLook(service)
  const pass = createHallpass({
    baseUrl: options.url,
    secrets: [options.sessionSecret],
    login: oidc({
      issuer: options.issuer,
      clientId: 'news',
      clientSecret: options.clientSecret,
      scope: 'openid profile email groups',
    }),
    logger: tellingLogger('newspaper', options.log),
    consent: consentOptions(options.consent, NEWS_THEME, NEWS_WORDS, NEWS_USES),
    handlers: { forbidden: refusedPage(() => look, options.issuer) },
    hooks: tellingHooks('newspaper', options.log),
  })
  const signedIn = { preHandler: requireLogin() }
  const editors = { preHandler: requireLogin({ group: 'editor' }) }
  const admins = { preHandler: requireLogin({ group: 'admin' }) }

  const app = fastify({ bodyLimit: 10_240 })
  app.addContentTypeParser(
    'application/x-www-form-urlencoded',
    { parseAs: 'string' },
    (_request, body, done) => done(null, new URLSearchParams(String(body))),
  )
  app.addHook('onRequest', async (_request, reply) => {
    reply.headers(siteHeaders(options.issuer))
  })
  await app.register(mount(pass))
  newsConsent(app)

  app.get('/style.css', (_request, reply) =>
    file(reply, 'text/css', BASE_STYLE + SITE_STYLE + NEWS_STYLE),
  )
  app.get('/icon.svg', (_request, reply) => file(reply, 'image/svg+xml', svgFile(LOGO)))
  app.get('/', (request, reply) =>
    show(request, reply, NEWS_NAME, frontPage(data.articles(), data.breaking())),
  )
  app.get<{ Params: { slug: string } }>('/articles/:slug', (request, reply) => {
    const article = data.article(request.params.slug)
    if (article === undefined) return reply.callNotFound()
    const { user } = request.hallpass
    const kept = user && data.kept(user.sub).includes(article)
    return show(request, reply, article.headline, articlePage(article, kept))
  })

  app.get('/reading-list', signedIn, (request, reply) => {
    const articles = data.kept(request.hallpass.user?.sub ?? '')
    return show(request, reply, 'My reading list', readingListPage(articles))
  })
  app.post('/reading-list', signedIn, (request, reply) => {
    const article = data.article(field(request, 'slug'))
    if (article === undefined) return reply.callNotFound()
    data.keep(request.hallpass.user?.sub ?? '', article.slug, field(request, 'keep') === 'yes')
    const back = field(request, 'from') === 'list' ? '/reading-list' : `/articles/${article.slug}`
    return reply.redirect(back, 303)
  })

  app.get('/newsroom', editors, (request, reply) =>
    show(request, reply, 'Newsroom', newsroomPage(data.articles()), saved(request)),
  )
  app.post('/newsroom', editors, (request, reply) => {
    const headline = field(request, 'headline').slice(0, 120)
    const standfirst = field(request, 'standfirst').slice(0, 240)
    const action = field(request, 'do')
    data.edit(field(request, 'slug'), {
      ...(headline !== '' && { headline }),
      ...(standfirst !== '' && { standfirst }),
      ...(action !== 'save' && { published: action === 'publish' }),
    })
    return reply.redirect('/newsroom?saved=yes', 303)
  })
  app.get('/desk', admins, (request, reply) => {
    const body = deskPage(data.articles(), data.readers, ACCOUNTS, data.breaking())
    return show(request, reply, 'Admin desk', body, saved(request))
  })
  app.post('/desk', admins, (request, reply) => {
    data.setBreaking(field(request, 'breaking').slice(0, 120))
    return reply.redirect('/desk?saved=yes', 303)
  })
  app.get('/cookies', (request, reply) =>
    show(request, reply, 'Cookies', cookiesPage(NEWS_USES, service)),
  )
  app.get('/account', signedIn, async (request, reply) =>
    show(request, reply, 'Your account', await accountPage(request.hallpass)),
  )
  app.setNotFoundHandler((request, reply) => {
    reply.code(404)
    const body = html`<h1>Not in this issue</h1><p class="lead">The page has moved, or was never printed.</p><p><a class="button" href="/">To the front page</a></p>`
    return show(request, reply, 'Not found', body)
  })
  app.setErrorHandler((error, request, reply) => {
    const { status, title, body } = trouble(error)
    if (status >= 500)
      options.log(`newspaper: ${error instanceof Error ? error.message : 'failed'}`)
    reply.code(status)
    return show(request, reply, title, body)
  })
  await app.ready()
  return {
    listener: (request, response) => app.routing(request, response),
    close: () => pass.close(),
  }

  function show(
    request: FastifyRequest,
    reply: FastifyReply,
    title: string,
    body: Html,
    notice?: Notice,
  ): FastifyReply {
    const { url } = request
    // An error page may come before hallpass has seen the request.
    const viewer: Visitor | undefined = request.hallpass
    const told = notice ?? loginNotice(new URLSearchParams(url.split('?', 2)[1]))
    const page = sitePage(look, { title, url, viewer, notice: told, body })
    return reply.type('text/html; charset=utf-8').send(page)
  }
}

function file(reply: FastifyReply, type: string, content: string): FastifyReply {
  return reply.header('cache-control', 'no-cache').type(`${type}; charset=utf-8`).send(content)
}

function field(request: FastifyRequest, name: string): string {
  return request.body instanceof URLSearchParams ? (request.body.get(name)?.trim() ?? '') : ''
}

function saved(request: FastifyRequest): Notice | undefined {
  return request.url.endsWith('?saved=yes') ? { kind: 'good', text: 'Saved.' } : undefined
}
