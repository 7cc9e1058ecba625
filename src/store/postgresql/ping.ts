import { setImmediate, setTimeout } from 'node:timers/promises'
import { Client, type ClientConfig } from 'pg'
import { signsOf } from '../away.ts'
import type { PostgresqlClients } from './clients.ts'
import { isSilence } from './failures.ts'

/** Time that the server has to respond to a ping, in milliseconds. */
const ANSWER_WITHIN = 2500

/**
 * Pings a server on a connection of its own, so that a long query does not delay the response. The connection is opened at the
 * start, so that it falls silent with the others when the network loses them.
 * @returns a function that pings; it never rejects
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
  /** An event loop that was blocked itself first reads the data that has arrived. */
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
