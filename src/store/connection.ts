/** A parameter of a statement. */
export type Parameter = string | number | bigint | Uint8Array | null

/** A statement; `$1`, `$2` … stand for its parameters, each once and in order. */
export interface Statement {
  readonly sql: string
  readonly parameters: readonly Parameter[]
  /** The statement runs once for each row. */
  readonly rows?: { readonly width: number; readonly values: readonly Parameter[] }
  /** The data of a `COPY … FROM STDIN`. */
  readonly data?: readonly Uint8Array[]
  /** Runs to its end and gives no rows: prepared, a pragma without columns would take one step alone. */
  readonly script?: true
}

/** The rows of a statement, with their values in the order of its columns; empty if it returns no rows. */
export type Rows = readonly (readonly unknown[])[]

/**
 * Runs a statement that reads, past the query builder: a row costs a quarter so, which tells in lists.
 * @throws Unavailable if the database cannot be reached now
 */
export type Read = (statement: Statement) => Promise<Rows>

/** The connection that writes, directly on the driver. */
export interface Connection {
  /**
   * Runs statements one after the other, up to the first that fails.
   * @throws the database's error for that statement
   */
  run(statements: readonly Statement[]): Promise<readonly Rows[]>
  /** Takes replies that have arrived. Otherwise they wait until the event loop has handled everything before them. */
  poll?(): void
  close(): Promise<void>
}
