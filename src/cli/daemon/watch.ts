import { setTimeout as sleep } from 'node:timers/promises'
import { createClient } from 'graphql-ws'
import { WebSocket, type ClientOptions } from 'ws'
import type { TypedDocumentString } from '../../gql/cli/graphql.ts'
import { addressOf, credentials, refused, type Connection, type GraphError } from './client.ts'
import { CliFailure } from '../failure.ts'
import { noAnswer } from './no-answer.ts'

/** A lost connection is tried again so often, in half a minute, before the watcher gives up. */
const ATTEMPTS = 16

/** Pauses between attempts double up to the longest, milliseconds. */
const FIRST_PAUSE_MS = 250
const LONGEST_PAUSE_MS = 2000

/**
 * Runs a subscription of the graph over graphql-ws; a lost connection is taken up again.
 * @param variables asked for anew at each connection: where to go on from
 * @throws CliFailure if no daemon answers, or with what the graph says
 */
export async function* watch<Data, Variables extends Record<string, unknown>>(
  connection: Connection,
  document: TypedDocumentString<Data, Variables>,
  variables: () => Variables,
): AsyncGenerator<Data, void> {
  const headers = credentials(connection)
  const client = createClient({
    url: addressOf(connection, 'graphql').href.replace(/^http/, 'ws'),
    webSocketImpl: class extends WebSocket {
      constructor(address: string, protocols: string, options?: ClientOptions) {
        super(address, protocols, { ...options, headers })
      }
    },
    retryAttempts: ATTEMPTS,
    retryWait: (retries) => sleep(Math.min(FIRST_PAUSE_MS * 2 ** retries, LONGEST_PAUSE_MS)),
    shouldRetry: () => true,
  })
  const results = client.iterate<Data>({
    query: String(document),
    // A getter, because the payload is written anew for every connection.
    get variables() {
      return variables()
    },
  })
  try {
    for await (const { data, errors } of results) {
      if (errors?.length) throw refused(errors)
      if (data) yield data
    }
  } catch (error) {
    if (error instanceof CliFailure) throw error
    if (Array.isArray(error)) throw refused(error as readonly GraphError[])
    throw noAnswer(connection.url, error instanceof Error ? error : new Error('the connection was closed'))
  } finally {
    await client.dispose()
  }
}
