/** How often somebody may try to log in: by account and by address. */
import { Buckets } from '../../http/limits/buckets.ts'
import { networkOf } from '../../http/limits/network.ts'
import { accountName } from './account-name.ts'
import { hashOf, refuseTries, Tries, type TryLimit, type TryStore } from './tries.ts'

/** What can be limited. */
export interface LoginLimitOptions {
  /**
   * Logins of one account, whoever tries. A network from which the account logged in during the
   * last 90 days has its own count, so that others cannot lock the account's owner out there.
   * A login that succeeds is not counted. Default: 10 tries, per 900 seconds.
   */
  readonly account?: TryLimit
  /**
   * Logins from one address (IPv6 by /64, and 16 times as many by /48), whatever account; those that
   * succeed are counted, too. Default: 30 tries, per 300 seconds.
   */
  readonly address?: TryLimit
  /**
   * All requests to these endpoints from one address, in each process. Default: 600, per 60 seconds.
   */
  readonly requests?: TryLimit
}

const ACCOUNT: TryLimit = { tries: 10, per: 900 }
const ADDRESS: TryLimit = { tries: 30, per: 300 }
const REQUESTS: TryLimit = { tries: 600, per: 60 }

/** How many times as much a /48 of IPv6 may do as one of its 65,536 /64. */
const WIDER = 16

/** For how long a network is known to an account, in seconds: 90 days. */
const KNOWN_FOR = 7_776_000

/** A login that may go on. */
export interface Attempt {
  /** The credentials were right: the account's try is given back, and the network is known to it. */
  succeeded(): Promise<void>
}

/** The limits of one set of endpoints. */
export class LoginLimits {
  readonly #store: TryStore
  readonly #account: Tries
  readonly #address: Tries
  readonly #wider: Tries
  readonly #requests: Buckets

  /** @param now - Seconds since the epoch. */
  constructor(store: TryStore, options: LoginLimitOptions, now: () => number) {
    const { account = ACCOUNT, address = ADDRESS, requests = REQUESTS } = options
    this.#store = store
    this.#account = new Tries(store, 'account', account, now)
    this.#address = new Tries(store, 'address', address, now)
    this.#wider = new Tries(store, 'addresses', times(address, WIDER), now)
    this.#requests = new Buckets(
      { perSecond: requests.tries / requests.per, burst: requests.tries },
      now,
    )
  }

  /** @throws HallpassError `rate_limited` */
  request(address: string | undefined): void {
    if (address !== undefined) refuseTries(this.#requests.take(networkOf(address)))
  }

  /**
   * Counts a login before anything is done for it.
   *
   * @throws HallpassError `rate_limited`, `store_unavailable`
   */
  async login(username: string, address: string | undefined): Promise<Attempt> {
    const network = networkOf(address)
    // Where no address is known all count as one, and one of many.
    if (address === undefined) refuseTries(await this.#wider.take(network))
    else refuseTries(await this.#address.take(network))
    if (network.endsWith('::/64')) refuseTries(await this.#wider.take(networkOf(address, 48)))
    const account = accountName(username)
    const known = `login.known.${hashOf(JSON.stringify([account, network]))}`
    const seen = address === undefined ? undefined : await this.#store.get(known)
    const name = JSON.stringify(seen !== undefined ? [account, network] : [account])
    refuseTries(await this.#account.take(name))
    return {
      succeeded: async () => {
        await this.#account.giveBack(name)
        if (address === undefined) return
        // Where another login wrote it meanwhile, it is there.
        await this.#store.compareAndSet(known, seen?.version, '', { ttl: KNOWN_FOR })
      },
    }
  }
}

function times({ tries, per }: TryLimit, factor: number): TryLimit {
  return { tries: tries * factor, per }
}
