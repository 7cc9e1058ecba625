import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import pg from 'pg'
import { inject, onTestFinished } from 'vitest'

/** The address of a PostgreSQL that the tests of this project keep their data in; SQLite without one. */
const server = inject('postgresql')

/** Which database this test runs on. */
export const DATABASE = server ? 'postgresql' : 'sqlite'

/** Where the store of a data directory is: in it, or in the database of its name. */
export const placeOf = (data: string) => ({
  data,
  databaseUrl: server?.replace(/[^/]*$/, basename(data)),
})

/** A data directory, and on PostgreSQL the database of its name. @returns it, and what removes both */
export async function makeDataDirectory() {
  const directory = await mkdtemp(join(tmpdir(), 'buildspy-'))
  await administer(`CREATE DATABASE "${basename(directory)}"`)
  const remove = async () => {
    await administer(`DROP DATABASE "${basename(directory)}" WITH (FORCE)`)
    await rm(directory, { recursive: true, force: true })
  }
  return { directory, remove }
}

/** A data directory that is gone after the test. */
export async function temporaryDirectory(): Promise<string> {
  const { directory, remove } = await makeDataDirectory()
  onTestFinished(remove)
  return directory
}

async function administer(sql: string): Promise<void> {
  if (!server) return
  const client = new pg.Client(server)
  // The server may end the connection before we have; the query says whether it was done.
  client.on('error', () => {})
  await client.connect()
  await client.query(sql)
  await client.end()
}

declare module 'vitest' {
  interface ProvidedContext {
    postgresql?: string
  }
}
