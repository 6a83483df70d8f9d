/** How the demo's provider is set up: a strict OpenID provider with accounts of its own. */
import type {
  Configuration,
  interactionPolicy as InteractionPolicy,
  KoaContextWithOIDC,
} from 'oidc-provider'
import { Html } from '../../http/html.ts'
import { portableFetch } from '../../http/outgoing.ts'
import type { Account } from './accounts.ts'
import { errorPage, signedOutPage, signOutPage } from './id-pages.ts'
import type { ProviderStore } from './store.ts'

/** What the configuration is made from. */
export interface Setup {
  readonly clients: NonNullable<Configuration['clients']>
  readonly accounts: readonly Account[]
  /** The lifetime of an access token, in seconds. */
  readonly accessTokenTtl: number
  readonly store: ProviderStore
  readonly keys: Record<string, string>[]
  readonly cookieKeys: string[]
}

const DAY = 86_400

/** The configuration for `oidc-provider`. */
export function configuration(setup: Setup, policy: typeof InteractionPolicy): Configuration {
  return {
    adapter: setup.store.adapter,
    clients: setup.clients,
    jwks: { keys: setup.keys },
    cookies: {
      keys: setup.cookieKeys,
      names: { session: 'id_session', interaction: 'id_interaction', resume: 'id_resume' },
      long: { signed: true, sameSite: 'lax' },
      short: { signed: true, sameSite: 'lax' },
    },
    claims: {
      openid: ['sub'],
      profile: ['name', 'preferred_username'],
      email: ['email', 'email_verified'],
      groups: ['groups'],
    },
    scopes: ['openid', 'offline_access'],
    // The groups are in the ID token too, as the large providers do.
    conformIdTokenClaims: false,
    features: {
      devInteractions: { enabled: false },
      revocation: {
        enabled: true,
        allowedPolicy: (_ctx, client, token) => token.clientId === client.clientId,
      },
      pushedAuthorizationRequests: { enabled: true },
      backchannelLogout: { enabled: true },
      rpInitiatedLogout: {
        enabled: true,
        logoutSource: (ctx, form) => show(ctx, signOutPage(new Html([form]), 'op.logoutForm')),
        postLogoutSuccessSource: (ctx) => show(ctx, signedOutPage()),
      },
    },
    ttl: {
      AccessToken: setup.accessTokenTtl,
      AuthorizationCode: 60,
      IdToken: 3600,
      Interaction: 3600,
      RefreshToken: 14 * DAY,
      Session: 14 * DAY,
      Grant: 14 * DAY,
    },
    rotateRefreshToken: true,
    issueRefreshToken: (_ctx, client) => client.grantTypeAllowed('refresh_token'),
    clientBasedCORS: () => false,
    // Clients under localhost (back-channel logout): Node's own look-up does not know them.
    fetch: portableFetch(),
    findAccount: (_ctx, sub) => account(setup.accounts, sub),
    loadExistingGrant: grantOfFirstParty,
    interactions: {
      url: (_ctx, interaction) => `/interaction/${interaction.uid}`,
      policy: withAccountPicker(policy),
    },
    renderError: (ctx, out) => {
      const { title, sentence } = explain(out.error)
      show(
        ctx,
        errorPage(title, sentence, [out.error, out.error_description].filter(Boolean).join(': ')),
      )
    },
  }
}

function show(ctx: KoaContextWithOIDC, page: string): void {
  ctx.type = 'html'
  ctx.body = page
}

function explain(error: string): { title: string; sentence: string } {
  if (error === 'server_error') {
    return { title: 'Something broke', sentence: 'Harbour ID could not do this. Please try again.' }
  }
  return {
    title: 'This cannot go on',
    sentence:
      'The request has ended, or is not one that Harbour ID takes. Go back to the site and start again.',
  }
}

function account(accounts: readonly Account[], sub: string) {
  const found = accounts.find(({ id }) => id === sub)
  return (
    found && {
      accountId: found.id,
      claims: () => ({
        sub: found.id,
        name: found.name,
        preferred_username: found.id,
        email: found.email,
        email_verified: true,
        groups: found.groups,
      }),
    }
  )
}

/** The clients are of the same house: nobody is asked to consent. */
async function grantOfFirstParty(ctx: KoaContextWithOIDC) {
  const { client, session, provider } = ctx.oidc
  if (!client || !session?.accountId) return undefined
  const kept = session.grantIdFor(client.clientId)
  const found = kept === undefined ? undefined : await provider.Grant.find(kept)
  const grant =
    found ?? new provider.Grant({ clientId: client.clientId, accountId: session.accountId })
  grant.addOIDCScope('openid profile email groups offline_access')
  await grant.save()
  return grant
}

function withAccountPicker({ base, Prompt }: typeof InteractionPolicy) {
  const policy = base()
  policy.add(new Prompt({ name: 'select_account', requestable: true }), 0)
  return policy
}
