/** The page for who has signed out, where the app has none. */
import type { Exchange, HeaderList, Reply } from '../../http/exchange.ts'
import { page } from '../../http/page.ts'
import { loginPath, redirect } from '../challenge.ts'
import type { Core } from '../core.ts'

export function signedOutPage(core: Core, headers: HeaderList = []): Reply {
  return page({
    status: 200,
    title: 'You are signed out',
    paragraphs: ['If other people use this computer, close the browser as well.'],
    links: [{ href: loginPath(core, core.routes.home), label: 'Sign in again' }],
    headers,
  })
}

/** Whoever is signed in has nothing to look for here. */
export async function signedOutRoute(
  core: Core,
  exchange: Exchange,
  headers: HeaderList,
): Promise<Reply> {
  const { state } = await core.backend.read(exchange)
  if (state?.login !== undefined) return redirect(exchange, core.routes.home, headers)
  return signedOutPage(core, headers)
}
