import { connection, onReconnected } from '../daemon/connection.ts'

/** The state of the connection to the daemon, and a hook for reconnections, after which missed data must be read again. */
export function useConnection() {
  return { connection, onReconnected }
}
