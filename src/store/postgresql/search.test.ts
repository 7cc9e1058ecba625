import { randomUUID } from 'node:crypto'
import pg from 'pg'
import { expect, inject, onTestFinished, test } from 'vitest'
import { testDaemon } from '../../../test/support/daemon.ts'
import { placeOf, temporaryDirectory } from '../../../test/support/database.ts'
import { aRun } from '../../../test/support/submissions.ts'

/** @returns the first column */
async function query(database: string, sql: string): Promise<unknown[]> {
  const client = new pg.Client(database)
  client.on('error', () => {})
  await client.connect()
  const { rows } = await client.query<unknown[]>({ text: sql, rowMode: 'array' }).finally(() => client.end())
  return rows.map(([value]) => value)
}

const INDEXES = `SELECT indexname FROM pg_indexes WHERE tablename = 'RunText'`

test('a user who may make no extension gets searches all the same, without their index', async () => {
  const server = inject('postgresql')!
  const user = `modest_${randomUUID().slice(0, 8)}`
  await query(server, `CREATE USER ${user} PASSWORD 'long-enough'`)
  onTestFinished(async () => void (await query(server, `DROP USER ${user}`)))
  const data = await temporaryDirectory()
  const database = placeOf(data).databaseUrl!
  await query(database, `GRANT CREATE ON SCHEMA public TO ${user}`)
  const modest = new URL(database)
  Object.assign(modest, { username: user, password: 'long-enough' })
  const daemon = await testDaemon(data, { databaseUrl: modest.href })
  const run = aRun({ status: 'completed', command: '100%' })
  await daemon.submit(run, aRun({ status: 'completed', command: '1000' }))
  expect((await daemon.get('/api/runs?search=100%25')).body).toMatchObject([{ id: run.data.id }])
  expect(await query(database, INDEXES)).toEqual(['RunText_pkey'])

  const other = await testDaemon()
  expect(await query(placeOf(other.data).databaseUrl!, INDEXES)).toContain('RunText_text_idx')
})
