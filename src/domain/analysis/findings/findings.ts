import type { Processes } from '../processes.ts'
import type { Work } from '../time/concurrency.ts'
import type { Measured, RunFacts } from '../time/measured.ts'
import { aloneOne } from './alone.ts'
import { coreUse } from './cores.ts'
import { failures } from './failures.ts'
import type { Finding } from './finding.ts'
import { repeated, tiny, tool } from './many.ts'
import { gaps, pole } from './single.ts'
import { serialTail } from './tail.ts'

/**
 * The findings in a run: failures, time in which one process ran alone, the serial tail, the use of the cores, one long pole,
 * many tiny processes, repeated command lines, gaps, the dominant tool. The most expensive comes first. O(n log n).
 */
export function findingsOf(processes: Processes, facts: RunFacts, measured: Measured, work: Work): Finding[] {
  if (facts.wall <= 0 || processes.count === 0) return []
  // On one core everything is serial.
  const hasOneCore = facts.cores === 1
  const found = [
    failures(processes, facts),
    ...(hasOneCore ? [] : [aloneOne(processes, measured, work), serialTail(processes, measured, work)]),
    pole(processes, measured, work),
    coreUse(processes, facts, measured, work),
    gaps(processes, measured),
    repeated(processes, measured),
    tiny(processes, measured),
    tool(measured),
  ].filter((finding) => finding !== undefined)
  const rank = { bad: 0, warn: 1, note: 2 }
  return found.sort((a, b) => rank[a.level] - rank[b.level] || b.share - a.share)
}
