import pg from 'pg'
import { serve } from '../support/remote.ts'

/** The time that PostgreSQL takes for one event at a time: an INSERT and a commit each, over several connections. */
const api = { copy }
export type SingleInserts = typeof api

const TABLE = `CREATE TABLE IF NOT EXISTS "Single" (LIKE "Event" INCLUDING ALL)`

/**
 * Writes events of a run once more, into a table with the same columns and indexes, and no foreign keys.
 * @param most events
 */
async function copy({ url, run, connections, most }: Copy): Promise<{ events: number; seconds: number }> {
  const clients = Array.from({ length: connections }, () => new pg.Client(url))
  await Promise.all(clients.map((client) => client.connect()))
  await clients[0]!.query(TABLE)
  const { rows } = await clients[0]!.query<unknown[]>({
    text: 'SELECT * FROM "Event" WHERE "runId" = $1 ORDER BY "seq" LIMIT $2',
    values: [run, most],
    rowMode: 'array',
  })
  const places = rows[0]!.map((_, n) => `$${n + 1}`).join(', ')
  let next = 0
  const began = performance.now()
  await Promise.all(
    clients.map(async (client) => {
      for (let row; (row = rows[next++]);)
        await client.query({ name: 'insert', text: `INSERT INTO "Single" VALUES (${places})`, values: row })
    }),
  )
  const seconds = (performance.now() - began) / 1000
  await clients[0]!.query('TRUNCATE "Single"')
  await Promise.all(clients.map((client) => client.end()))
  return { events: rows.length, seconds }
}

interface Copy {
  readonly url: string
  readonly run: string
  readonly connections: number
  readonly most: number
}

serve(api)
