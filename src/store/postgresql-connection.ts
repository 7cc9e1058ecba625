import { Client, type ClientConfig } from 'pg'
import type { Connection, Rows, Statement } from './connection.ts'
import { Copy } from './postgresql-copy.ts'

/**
 * Opens the connection that writes to PostgreSQL. Statements go out at once and are answered in their order, so that
 * a batch costs two round trips whatever its statements. A connection that is lost comes back with the next transaction.
 * @param begin the statement that opens a transaction
 */
export function connectPostgresql(config: ClientConfig, begin: string): Connection {
  let client: Client | undefined

  const connect = async (): Promise<Client> => {
    const fresh = new Client({ ...config, pipeline: true })
    const lost = () => {
      if (client === fresh) client = undefined
    }
    fresh.on('error', lost).on('end', lost)
    await fresh.connect()
    return fresh
  }
  /** In a transaction that another connection began, a statement would commit by itself. */
  const clientFor = async ([first]: readonly Statement[]): Promise<Client> => {
    if (client) return client
    if (first?.sql !== begin) throw new Error('The connection to PostgreSQL was lost')
    return (client = await connect())
  }

  return {
    async run(statements) {
      const client = await clientFor(statements)
      const results = await Promise.allSettled(statements.map((statement) => send(client, statement)))
      return results.map((result) => {
        if (result.status === 'rejected') throw result.reason
        return result.value
      })
    },
    close: async () => client?.end(),
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
