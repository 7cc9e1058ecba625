import { setTimeout as sleep } from 'node:timers/promises'
import { elapsed, type Clock } from '../../clock.ts'
import { __WALL, wait4, waitedStatus, WNOHANG } from './libc.ts'
import type { RootEnd } from './loop.ts'

const EVERY_MS = 20

/** Waits for a process that the tracing thread started and no longer follows. Status 1 if it was lost. */
export async function awaitExit(pid: number, clock: Clock): Promise<RootEnd> {
  for (;;) {
    const found = wait4(pid, __WALL | WNOHANG)
    if (found !== 0) return { status: found === pid ? waitedStatus() : 1 << 8, time: elapsed(clock) }
    await sleep(EVERY_MS)
  }
}
