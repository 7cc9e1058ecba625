import type { Logger } from 'pino'
import { BuildSpyError } from '../errors.ts'
import { HEALTH, READINESS } from '../rest/routes/daemon.ts'
import type { Store } from '../store/store.ts'
import type { Endpoint } from './endpoint.ts'
import { respond } from './respond.ts'

/** Time that a check of the database may take before the daemon counts as not ready, in milliseconds. */
const PATIENCE = 4500

/** How long a result is reused, in milliseconds. Anybody may send the request, and a check writes to the database. */
const KEPT_FOR = 1000

/**
 * `/healthz`: the process responds. `/readyz`, for balancers: it also reads and writes its database, has room for more data,
 * and is not stopping. Neither needs a token or reveals more.
 */
export function healthEndpoints(
  store: Pick<Store, 'checkWrites'>,
  stopping: () => boolean,
  log: Logger,
): Endpoint[] {
  let found: { readonly at: number; readonly reason: Promise<string | undefined> } | undefined
  let told: string | undefined

  /** The reason why the daemon is not ready. */
  const look = async (): Promise<string | undefined> => {
    let timer: NodeJS.Timeout | undefined
    const late = new Promise<string>((resolve) => {
      timer = setTimeout(() => resolve('The database does not answer'), PATIENCE)
    })
    const reason = await Promise.race([late, store.checkWrites().then(() => undefined, sentenceOf)])
    clearTimeout(timer)
    if (reason !== told) log.warn(reason ? { reason } : {}, reason ? 'not ready' : 'ready again')
    told = reason
    return reason
  }
  const lookSeldom = () => {
    if (!found || performance.now() - found.at > KEPT_FOR) found = { at: performance.now(), reason: look() }
    return found.reason
  }

  return [
    { ...HEALTH, serve: ({ response }) => respond(response, 200, { status: 'ok' }) },
    {
      ...READINESS,
      async serve({ response }) {
        const reason = stopping() ? 'The daemon is stopping' : await lookSeldom()
        respond(response, reason ? 503 : 200, reason ? { error: reason } : { status: 'ready' })
      },
    },
  ]
}

const sentenceOf = (error: unknown): string =>
  error instanceof BuildSpyError ? error.message : 'The database cannot be used'
