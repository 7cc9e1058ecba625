import { setImmediate, setTimeout } from 'node:timers/promises'
import { Client, type ClientConfig } from 'pg'
import { signsOf } from '../away.ts'
import type { PostgresqlClients } from './clients.ts'
import { isSilence } from './failures.ts'

/** How long the server may take to answer a small question, in milliseconds. */
const ANSWER_WITHIN = 2500

/**
 * Asks a server whether it is there, on a connection of its own: a query that takes long does not delay the answer.
 * The connection stands from the beginning, so that it falls silent with the others where the network forgot them.
 * @returns what asks; never rejects
 */
export function createPing(config: ClientConfig, clients: PostgresqlClients): () => Promise<boolean> {
  let client: Client | undefined
  const ask = async (): Promise<boolean> => {
    try {
      if (!client) {
        const fresh = new Client(config)
        clients.add(fresh)
        fresh.once('end', () => {
          if (client === fresh) client = undefined
        })
        client = fresh
        await fresh.connect()
      }
      await client.query('SELECT 1')
      return true
    } catch (error) {
      return ![...signsOf(error)].some(isSilence)
    }
  }
  /** A loop that was held up itself looks at what has arrived before it says that nothing did. */
  const tooLate = async (): Promise<boolean> => {
    await setTimeout(ANSWER_WITHIN)
    await setImmediate()
    await setImmediate()
    return false
  }
  return async () => {
    const answered = await Promise.race([ask(), tooLate()])
    if (!answered) client?.connection.stream.destroy()
    return answered
  }
}
