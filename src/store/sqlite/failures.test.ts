import { join } from 'node:path'
import { DatabaseSync } from '@photostructure/sqlite'
import { expect, onTestFinished, test } from 'vitest'
import { temporaryDirectory } from '../../../test/support/database.ts'
import { Unavailable } from '../../errors.ts'
import { named } from '../away.ts'
import { SqliteAdapterFactory } from './adapter.ts'
import { isAway } from './failures.ts'

/** A database that another connection has locked, so that nobody reads it. */
async function lockedDatabase(): Promise<string> {
  const file = join(await temporaryDirectory(), 'a.db')
  const holder = new DatabaseSync(file)
  onTestFinished(() => holder.close())
  holder.exec('CREATE TABLE "A" ("b"); BEGIN EXCLUSIVE')
  return file
}

/** What an action throws. */
const failure = async (action: () => unknown): Promise<unknown> => {
  try {
    await action()
  } catch (error) {
    return error
  }
  throw new Error('it succeeded')
}

test('a lock is unavailable, read past Prisma and by it; a mistake stays what it is', async () => {
  const file = await lockedDatabase()
  const reader = new DatabaseSync(file, { timeout: 0 })
  onTestFinished(() => reader.close())
  const plain = await failure(() => reader.prepare('SELECT * FROM "A"').all())
  expect(named(plain, isAway)).toBeInstanceOf(Unavailable)

  const adapter = await new SqliteAdapterFactory({ file, timeout: 0 }).connect()
  onTestFinished(() => adapter.dispose())
  const ask = () => adapter.queryRaw({ sql: 'SELECT * FROM "A"', args: [], argTypes: [] })
  expect(named(await failure(ask), isAway)).toBeInstanceOf(Unavailable)

  const wrong = await failure(() => reader.prepare('SELECT'))
  expect(named(wrong, isAway)).toBe(wrong)
})

test.each([
  ['IOERR_READ', 266],
  ['IOERR_FSYNC', 1034],
  ['FULL', 13],
  ['CANTOPEN', 14],
  ['READONLY_DBMOVED', 1032],
])('%s may pass, whoever says so', (_, errcode) => {
  for (const error of [
    Object.assign(new Error('disk I/O error'), { code: 'ERR_SQLITE_ERROR', errcode }),
    new Error('Prisma', { cause: { kind: 'sqlite', originalCode: String(errcode) } }),
    Object.assign(new Error('P2010'), {
      meta: { driverAdapterError: { cause: { originalCode: String(errcode) } } },
    }),
  ])
    expect(named(error, isAway)).toBeInstanceOf(Unavailable)
})

test.each([
  ['CORRUPT', 11],
  ['NOTADB', 26],
  ['CONSTRAINT_UNIQUE', 2067],
])('%s does not', (_, errcode) => {
  const error = Object.assign(new Error('no'), { errcode })
  expect(named(error, isAway)).toBe(error)
})
