import { connection, onReconnected } from '../daemon/connection.ts'

/** The state of the connection to the daemon, and a hook for when it came back: what was missed is to be read again. */
export function useConnection() {
  return { connection, onReconnected }
}
