/** Hono. */
import type { RestContext } from './create.ts'
import { responseOf, shapedResponse } from './fetch.ts'

/** What is needed of a context of Hono. */
interface Context {
  res: Response | undefined
}

/** What is needed of an app of Hono. `never`, so that no version of its types is bound. */
export interface HonoApp {
  use(path: string, middleware: never): unknown
  onError(handler: never): unknown
  notFound(handler: never): unknown
}

export function honoRest(context: RestContext, app: HonoApp): void {
  const failed = (error: unknown) => responseOf(context.errorAnswer(error))
  const notFound = () => responseOf(context.notFound())
  app.onError(failed as never)
  app.notFound(notFound as never)
  app.use('*', answers(context) as never)
}

function answers(context: RestContext): (c: Context, next: () => Promise<void>) => Promise<void> {
  return async (c, next) => {
    await next()
    if (c.res === undefined) return
    const answer = await shapedResponse(c.res, context)
    if (answer === c.res) return
    // Hono copies an old answer's headers onto a new one, unless there is no old one.
    c.res = undefined
    c.res = answer
  }
}
