import { computed } from 'vue'
import { connection, onReconnected } from '../daemon/connection.ts'

/** Whether the page knows only what was: the daemon is away, or refuses. */
const outdated = computed(() => connection.value === 'away' || connection.value === 'locked')

/** The state of the connection to the daemon, and a hook for reconnections, after which missed data must be read again. */
export function useConnection() {
  return { connection, outdated, onReconnected }
}
