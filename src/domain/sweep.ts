import { randomUUID } from 'node:crypto'
import type { Bus } from '../live/bus.ts'
import type { Store } from '../store/open.ts'
import type { RunRow } from '../store/rows.ts'
import { printProcessInfo } from '../wire/print.ts'
import { crashOf } from './run.ts'

/**
 * Gives up the live runs that were not heard from for `timeout` milliseconds: each becomes `failed` with exit code −1
 * and gets one `build_crashed` event, in one transaction. The update names the silence it judged, so that of many
 * daemons one marks the run, and a run that is heard from meanwhile is left alone.
 * @param now the server's clock, in milliseconds
 * @returns the ids of the runs given up
 */
export async function sweep(store: Store, bus: Bus, now: number, timeout: number): Promise<string[]> {
  const silentSince = BigInt(now - timeout)
  const silent = (await store.reader.run.findMany({
    where: { status: 'running', lastSeenAt: { lte: silentSince } },
  })) as RunRow[]
  if (!silent.length) return []
  const crashed = await store.writer.transaction(async (transaction) => {
    const given: RunRow[] = []
    for (const run of silent) {
      const verdict = {
        ...crashOf(run.lastSeenAt * 1_000_000n),
        endedBy: 'sweep' as const,
        changedAt: BigInt(now),
      }
      const seq = await transaction.giveUp(run.id, silentSince, verdict)
      if (seq !== undefined) given.push({ ...run, seq })
    }
    await transaction.addEvents(given.map((run) => crashEvent(run, now)))
    return given.map((run) => run.id)
  })
  bus.publish(crashed)
  return crashed
}

/** The event of a run that was given up, with the stand-in process that the reference's clients know. */
const crashEvent = (run: RunRow, now: number) => {
  const at = BigInt(now) * 1_000_000n
  return {
    runId: run.id,
    seq: run.seq,
    id: randomUUID(),
    timestamp: at,
    type: 'build_crashed',
    receivedAt: BigInt(now),
    processPid: null,
    processStart: null,
    snapshot: printProcessInfo({
      build_run_id: run.id,
      pid: 0,
      ppid: 0,
      name: 'monitor',
      cmdline: 'buildspyd: nothing was heard of this build',
      start_time: run.startTime,
      end_time: at,
      cpu_usage: 0,
      mem_usage: 0n,
      status: 'crashed',
      children: [],
      working_dir: '',
      exit_code: -1,
      signal: '',
      user_time_us: null,
      system_time_us: null,
      peak_mem: null,
    }),
  }
}
