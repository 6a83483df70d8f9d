/** The demo: a provider, a shop, a newspaper and a consent service in one process. */
import type { ClientMetadata } from 'oidc-provider'
import { ACCOUNTS } from './accounts.ts'
import type { App } from './app.ts'
import { type OpenConsent, openConsent } from './consent/service.ts'
import { type AppSecrets, openData } from './data.ts'
import { holdFolder } from './folder.ts'
import { MY_APP } from './my-app.ts'
import { createNews } from './news.ts'
import { openNewsData } from './news-data.ts'
import { NEWS_NAME } from './news-pages.ts'
import { createProvider } from './provider.ts'
import { createShop } from './shop.ts'
import { openShopData } from './shop-data.ts'
import { SHOP_NAME } from './shop-pages.ts'
import { openSite, type Site } from './site.ts'
import { openStore } from './store.ts'

/** How the demo is started. */
export interface DemoOptions {
  /** The provider's port; shop, newspaper and consent service take the next ones. 0: any free. */
  readonly port: number
  /** The folder for its data. While another demo uses it, the next: `<folder>-2`. */
  readonly folder: string
  /** For how many days choices are made up at the first start, for the dashboard. */
  readonly days: number
  /** Told how much of that is done, from 0 to 1. */
  readonly progress?: (share: number) => void
  /** Told in one line of what happens: sign-ins, refreshes, faults. */
  readonly log: (line: string) => void
}

/** A demo that runs. */
export interface Demo {
  readonly id: Site
  readonly shop: Site
  readonly news: Site
  readonly consent: Site
  /** The folder of its data, as an absolute path. */
  readonly folder: string
  close(): Promise<void>
}

/** Starts the demo. */
export async function startDemo(options: DemoOptions): Promise<Demo> {
  const { folder, release } = await holdFolder(options.folder)
  try {
    const demo = await openDemo(folder, options)
    return { ...demo, close: () => demo.close().finally(release) }
  } catch (error) {
    await release()
    throw error
  }
}

async function openDemo(folder: string, options: DemoOptions): Promise<Demo> {
  const { log } = options
  const { secrets, path } = await openData(folder)
  const store = await openStore(path('provider.json'))
  const shopData = await openShopData(path('shop.json'))
  const newsData = await openNewsData(path('news.json'))
  const sites: Site[] = []
  const apps: Pick<App, 'close'>[] = []
  let consents: OpenConsent | undefined
  const open = async (name: string, offset: number) => {
    const wanted = options.port === 0 ? 0 : options.port + offset
    const site = await openSite(`${name}.localhost`, wanted)
    sites.push(site)
    return site
  }
  const close = async () => {
    for (const app of apps) app.close()
    await Promise.all(sites.map((site) => site.close()))
    await consents?.service.close()
    await Promise.all([store.flush(), shopData.flush(), newsData.flush()])
  }
  try {
    const id = await open('id', 0)
    const shop = await open('shop', 1)
    const news = await open('news', 2)
    const consent = await open('consent', 3)
    const provider = await createProvider(id.url, {
      clients: [
        client('shop', SHOP_NAME, shop.url, secrets.shop.client),
        client('news', NEWS_NAME, news.url, secrets.news.client),
        MY_APP,
      ],
      accounts: ACCOUNTS,
      accessTokenTtl: 60,
      store,
      keys: secrets.keys,
      cookieSecret: secrets.cookies,
      onError: (error) => log(`provider: ${error.message}`),
    })
    id.serve(provider.listener)
    const origins = { shop: shop.url, news: news.url }
    const { days, progress = () => {} } = options
    consents = await openConsent({ url: consent.url, origins, path, days, progress, log })
    consent.serve(consents.service.listener)
    const { keys } = consents
    const app = (site: Site, { client, session }: AppSecrets, apiKey: string) => ({
      url: site.url,
      issuer: id.url,
      clientSecret: client,
      sessionSecret: session,
      consent: { service: consent.url, apiKey },
      log,
    })
    const shopApp = await createShop(app(shop, secrets.shop, keys.shop), shopData)
    apps.push(shopApp)
    const newsApp = await createNews(app(news, secrets.news, keys.news), newsData)
    apps.push(newsApp)
    shop.serve(shopApp.listener)
    news.serve(newsApp.listener)
    return { id, shop, news, consent, folder, close }
  } catch (error) {
    await close()
    throw error
  }
}

function client(id: string, name: string, url: string, secret: string): ClientMetadata {
  return {
    client_id: id,
    client_name: name,
    client_uri: url,
    client_secret: secret,
    redirect_uris: [`${url}/auth/callback`],
    post_logout_redirect_uris: [`${url}/auth/logged-out`],
    backchannel_logout_uri: `${url}/auth/backchannel-logout`,
    backchannel_logout_session_required: true,
    grant_types: ['authorization_code', 'refresh_token'],
    response_types: ['code'],
  }
}
