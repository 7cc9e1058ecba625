import type { Client } from 'pg'

/** How long a server may take to close its end, in milliseconds. */
const FAREWELL = 1000

/** The connections to a server that are open: none fails unheard, and all can be dropped when it falls silent. */
export class PostgresqlClients {
  readonly #open = new Map<Client, Promise<void>>()

  /** Takes a connection under its care until it ends. An error of one that does nothing is no news: it ends then. */
  add(client: Client): void {
    client.on('error', () => {})
    const ended = new Promise<void>((resolve) => client.once('end', resolve))
    this.#open.set(client, ended)
    void ended.then(() => this.#open.delete(client))
  }

  /** Closes all at once, without a word to the server: what waits on them fails. */
  drop(): void {
    for (const client of this.#open.keys()) client.connection.stream.destroy()
  }

  /** Takes leave of the server, and drops what that does not close in time. */
  async close(): Promise<void> {
    for (const client of this.#open.keys()) client.end().catch(() => {})
    const timer = setTimeout(() => this.drop(), FAREWELL)
    await Promise.all(this.#open.values())
    clearTimeout(timer)
  }
}
