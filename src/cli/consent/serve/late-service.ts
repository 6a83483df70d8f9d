/** A service that is served before it is made: its address may be known only then. */
import type { RequestListener } from 'node:http'
import type { ConsentService } from '../../../consent-service/create.ts'

/** Lets requests wait until the service is there. */
export class LateService implements ConsentService {
  readonly #service: PromiseWithResolvers<ConsentService> = Promise.withResolvers()
  #isMade = false

  /** The service that answers from now on. */
  is(service: ConsentService): void {
    this.#isMade = true
    this.#service.resolve(service)
  }

  async handle(
    ...args: Parameters<ConsentService['handle']>
  ): ReturnType<ConsentService['handle']> {
    return (await this.#service.promise).handle(...args)
  }

  readonly listener: RequestListener = (request, response) => {
    void this.#service.promise.then(({ listener }) => listener(request, response))
  }

  async metrics(): Promise<string> {
    return (await this.#service.promise).metrics()
  }

  async close(): Promise<void> {
    if (this.#isMade) await (await this.#service.promise).close()
  }
}
