import { createClient } from 'graphql-ws'
import { WebSocket, type ClientOptions } from 'ws'
import { addressOf, credentials, noDaemon, type Connection } from './client.ts'
import { CliFailure, EXIT } from './failure.ts'

/** A lost connection is tried again so often, with growing pauses, before the watcher gives up. */
const ATTEMPTS = 8

/**
 * Runs a subscription of the graph over graphql-ws; a lost connection is taken up again.
 * @param variables asked for anew at each connection: where to go on from
 * @throws CliFailure if no daemon answers, or with what the graph says
 */
export async function* watch<Data>(
  connection: Connection,
  query: string,
  variables: () => Record<string, unknown> = () => ({}),
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
    shouldRetry: () => true,
  })
  const results = client.iterate<Data>({
    query,
    // A getter, because the payload is written anew for every connection.
    get variables() {
      return variables()
    },
  })
  try {
    for await (const { data, errors } of results) {
      if (errors?.[0]) throw new CliFailure(`the daemon refused: ${errors[0].message}`, EXIT.failed)
      if (data) yield data
    }
  } catch (error) {
    if (error instanceof CliFailure) throw error
    throw noDaemon(connection, 'code' in (error as object) ? new Error('the connection was closed') : error)
  } finally {
    await client.dispose()
  }
}
