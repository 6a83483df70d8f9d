/** The two ways in which a server of the guard is reached, as options of the command line. */
import type { Environment } from '../../guard-env/read.ts'

/**
 * The settings that `--upstream` and `--forward-auth` stand for. An option says anew what the
 * environment said: the other way of the two is meant no more.
 */
export function wayIn(upstream: string | undefined, forwardAuth: boolean | undefined): Environment {
  return {
    ...(upstream !== undefined && { HALLPASS_FORWARD_AUTH: undefined }),
    ...(forwardAuth !== undefined && { HALLPASS_UPSTREAM: undefined }),
    ...(upstream !== undefined && { HALLPASS_UPSTREAM: upstream }),
    ...(forwardAuth !== undefined && { HALLPASS_FORWARD_AUTH: String(forwardAuth) }),
  }
}
