import {
  ColumnTypeEnum,
  DriverAdapterError,
  type ArgType,
  type ColumnType,
  type SqlDriverAdapter,
  type SqlMigrationAwareDriverAdapterFactory,
  type SqlQuery,
  type SqlResultSet,
  type Transaction,
} from '@prisma/driver-adapter-utils'
import { DatabaseSync, type DatabaseSyncInstance } from '@photostructure/sqlite'

/**
 * Prisma's way to SQLite: its driver adapter over the interface of `node:sqlite`.
 * (https://www.prisma.io/docs/orm/overview/databases/database-drivers, https://nodejs.org/api/sqlite.html)
 */
const IDENTITY = { provider: 'sqlite', adapterName: 'buildspy-sqlite' } as const

/** `SQLITE_BUSY` of a result code, without the upper bits for details. (https://sqlite.org/rescode.html) */
const BUSY = 5
const PRIMARY_CODE = 0xff

export interface SqliteAdapterOptions {
  /** A path, or `:memory:`. */
  readonly file: string
  /** Runs on each connection before it is used. */
  readonly pragmas?: string
  /** How long a statement waits for a lock, in milliseconds. */
  readonly timeout?: number
}

/** Opens connections for Prisma. */
export class SqliteAdapterFactory implements SqlMigrationAwareDriverAdapterFactory {
  readonly provider = IDENTITY.provider
  readonly adapterName = IDENTITY.adapterName

  constructor(private readonly options: SqliteAdapterOptions) {}

  /** @throws DriverAdapterError if the file cannot be opened */
  async connect(): Promise<SqliteAdapter> {
    return new SqliteAdapter(this.options)
  }

  async connectToShadowDb(): Promise<SqliteAdapter> {
    return new SqliteAdapter({ file: ':memory:' })
  }
}

/** A connection. Statements run at once, on the caller's thread. */
export class SqliteAdapter implements SqlDriverAdapter {
  readonly provider = IDENTITY.provider
  readonly adapterName = IDENTITY.adapterName
  readonly #database: DatabaseSyncInstance

  constructor({ file, pragmas = '', timeout = 5000 }: SqliteAdapterOptions) {
    this.#database = told(() => new DatabaseSync(file, { timeout, readBigInts: true, returnArrays: true }))
    told(() => this.#database.exec(pragmas))
  }

  async queryRaw({ sql, args, argTypes }: SqlQuery): Promise<SqlResultSet> {
    return told(() => {
      const statement = this.#database.prepare(sql)
      const rows = statement.all(
        ...args.map((value, index) => argument(value, argTypes[index])),
      ) as unknown[][]
      const columns = statement.columns()
      const columnTypes = columns.map(({ type }, index) => columnType(type, rows, index))
      return {
        columnNames: columns.map(({ name }) => name),
        columnTypes,
        rows: rows.map((row) => row.map(result)),
      }
    })
  }

  async executeRaw({ sql, args, argTypes }: SqlQuery): Promise<number> {
    const parameters = args.map((value, index) => argument(value, argTypes[index]))
    return Number(told(() => this.#database.prepare(sql).run(...parameters).changes))
  }

  async executeScript(script: string): Promise<void> {
    told(() => this.#database.exec(script))
  }

  /** @throws Error always, because the writer has a connection of its own */
  startTransaction(): Promise<Transaction> {
    return Promise.reject(new Error('Prisma only reads here; see src/store/writer.ts'))
  }

  async dispose(): Promise<void> {
    if (this.#database.isOpen) this.#database.close()
  }
}

/** Does the work, and turns the driver's errors into Prisma's. @throws DriverAdapterError */
function told<T>(work: () => T): T {
  try {
    return work()
  } catch (error) {
    const { message, errcode = 1 } = error as Error & { errcode?: number }
    throw new DriverAdapterError({
      originalCode: String(errcode),
      originalMessage: message,
      ...((errcode & PRIMARY_CODE) === BUSY
        ? { kind: 'SocketTimeout' as const }
        : { kind: 'sqlite' as const, extendedCode: errcode, message }),
    })
  }
}

/** A parameter as the driver accepts it. */
function argument(value: unknown, type: ArgType | undefined): unknown {
  if (typeof value === 'boolean') return Number(value)
  if (typeof value !== 'string') return value
  switch (type?.scalarType) {
    case 'bigint':
      return BigInt(value)
    case 'int':
    case 'float':
      return Number(value)
    default:
      return value
  }
}

/** A value as Prisma accepts it: a number if that is exact, or else its digits. */
function result(value: unknown): unknown {
  if (typeof value !== 'bigint') return value
  const number = Number(value)
  return Number.isSafeInteger(number) ? number : String(value)
}

/** The types that our models declare (`prisma/migrations/sqlite`). */
const DECLARED: Readonly<Record<string, ColumnType>> = {
  TEXT: ColumnTypeEnum.Text,
  INTEGER: ColumnTypeEnum.Int32,
  BIGINT: ColumnTypeEnum.Int64,
  REAL: ColumnTypeEnum.Double,
  BOOLEAN: ColumnTypeEnum.Boolean,
  BLOB: ColumnTypeEnum.Bytes,
}

/** The type of a column. An expression declares none, so its first value decides. */
function columnType(declared: string | null, rows: readonly unknown[][], index: number): ColumnType {
  const known = DECLARED[declared?.toUpperCase() ?? '']
  if (known !== undefined) return known
  const value = rows.find((row) => row[index] !== null)?.[index]
  if (typeof value === 'string') return ColumnTypeEnum.Text
  if (typeof value === 'number') return ColumnTypeEnum.Double
  return ColumnTypeEnum.Int64
}
