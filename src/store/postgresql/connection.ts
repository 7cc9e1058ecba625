import { Client, type ClientConfig } from 'pg'
import { Unavailable } from '../../errors.ts'
import { named } from '../away.ts'
import type { Connection, Rows, Statement } from '../connection.ts'
import type { PostgresqlClients } from './clients.ts'
import { Copy } from './copy.ts'
import { isAway } from './failures.ts'
import type { Pulse } from '../pulse.ts'

/** Time that statements sent together may take, in milliseconds. After it the connection is dropped. */
const DEADLINE = 10_000

/**
 * Opens the connection that writes to PostgreSQL. It sends statements without waiting for earlier ones, so a batch costs two
 * round trips however many statements it has. A lost connection is opened again for the next transaction.
 * @param begin the statement that opens a transaction
 */
export function connectPostgresql(
  config: ClientConfig,
  begin: string,
  clients: PostgresqlClients,
  pulse: Pulse,
): Connection {
  let client: Client | undefined

  const connect = async (): Promise<Client> => {
    const fresh = new Client({ ...config, pipeline: true })
    const lost = () => {
      if (client === fresh) client = undefined
    }
    clients.add(fresh)
    fresh.on('error', lost).on('end', lost)
    await fresh.connect()
    return fresh
  }
  /** After a reconnection, a statement of an old transaction would commit by itself. */
  const clientFor = async ([first]: readonly Statement[]): Promise<Client> => {
    if (client) return client
    if (first?.sql !== begin)
      throw new Unavailable('The connection to PostgreSQL was lost. Try again in a second.')
    return (client = await connect())
  }
  const run = async (statements: readonly Statement[]): Promise<readonly Rows[]> => {
    const client = await clientFor(statements)
    const timer = setTimeout(() => client.connection.stream.destroy(), DEADLINE)
    const results = await Promise.allSettled(statements.map((statement) => send(client, statement)))
    clearTimeout(timer)
    return results.map((result) => {
      if (result.status === 'rejected') throw result.reason
      return result.value
    })
  }

  return {
    run: (statements) =>
      pulse
        .watch(() => run(statements))
        .catch((error: unknown) => {
          throw named(error, isAway)
        }),
    // `PostgresqlClients` closes it with the others, because the server may not respond.
    close: async () => {},
  }
}

async function send(client: Client, { sql, parameters, data }: Statement): Promise<Rows> {
  if (data === undefined) {
    const query = { text: sql, values: [...parameters], rowMode: 'array' as const }
    return (await client.query<unknown[]>(query)).rows
  }
  await new Promise<void>((resolve, reject) =>
    client.query(new Copy(sql, data, (error) => (error ? reject(error) : resolve()))),
  )
  return []
}
