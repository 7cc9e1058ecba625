/** A value that a statement takes. */
export type Parameter = string | number | bigint | null

/** A statement; `$1`, `$2` … stand for its parameters, each once and in order. */
export interface Statement {
  readonly sql: string
  readonly parameters: readonly Parameter[]
  /** The statement runs once for each row. */
  readonly rows?: { readonly width: number; readonly values: readonly Parameter[] }
  /** What a `COPY … FROM STDIN` takes. */
  readonly data?: readonly Uint8Array[]
  /** Runs to its end and gives no rows: prepared, a pragma without columns would take one step alone. */
  readonly script?: true
}

/** The rows that a statement gave, their values in the order of its columns; none if it gives no rows. */
export type Rows = readonly (readonly unknown[])[]

/**
 * Runs a statement that reads, past the query builder: a row costs a quarter so, which tells in lists.
 * @throws Unavailable if the database cannot be reached now
 */
export type Read = (statement: Statement) => Promise<Rows>

/** The connection that writes: what the driver gives, without a query builder between. */
export interface Connection {
  /**
   * Runs statements one after the other, up to the first that fails.
   * @returns the rows of each
   * @throws what the database says of the one that failed
   */
  run(statements: readonly Statement[]): Promise<readonly Rows[]>
  /** Takes in what has been answered by now. Else that waits until the event loop is done with all that came before. */
  poll?(): void
  close(): Promise<void>
}
