import { randomUUID } from 'node:crypto'
import type { clientOf } from './daemon.ts'
import { anEvent, aRun, ndjson } from './submissions.ts'

/** Stores a run of `make` whose processes have the given parents; pids are 1, 2, 3 … @returns its id */
export async function storeRun(
  { post }: ReturnType<typeof clientOf>,
  parents: readonly number[],
  start_time = '2026-01-01T00:00:00Z',
): Promise<string> {
  const id = randomUUID()
  const lines: object[] = [aRun({ id, start_time })]
  for (const [n, ppid] of parents.entries()) {
    const second = new Date(1_767_225_600_000 + n).toISOString()
    lines.push(anEvent(id, 'process_start', { pid: n + 1, ppid, start_time: second }, { timestamp: second }))
  }
  for (let done = 0; done < lines.length; done += 1000) {
    const body = ndjson(lines.slice(done, done + 1000))
    const response = await post('/api/live/submit', body, 'application/x-ndjson')
    if (response.status !== 200) throw new Error(await response.text())
  }
  return id
}

/** A process with so many children. */
export const wide = (children: number): number[] => [0, ...Array.from({ length: children }, () => 1)]

/** A chain of so many processes. */
export const deep = (processes: number): number[] => Array.from({ length: processes }, (_, n) => n)
