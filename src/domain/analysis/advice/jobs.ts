import type { Predictor } from '../path/predict.ts'
import { highestLimit } from '../path/slots.ts'
import { textOf } from '../processes.ts'
import { formatMilliseconds } from '../time/duration.ts'
import type { Advice } from './advice.ts'

/** Limits that are tried, as far as they are above the recorded one; of a large run only a few. */
const LIMITS = [2, 3, 4, 6, 8, 12, 16, 24, 32, 48, 64]
const FEW = [4, 8, 16, 32]
const LARGE = 20_000

/** The advice is the lowest limit with this share of the best saving. */
const ENOUGH = 0.95

/** Programs may use so much of the memory. */
const MEMORY_SHARE = 0.9

/** More jobs at a time, if they save time and fit in the memory. */
export function adviseJobs({ model, predict }: Predictor): Advice[] {
  const { run, servers, slots } = model
  const present = highestLimit(slots)
  if (present === 0) return []
  const memory = memoryOf(model.run)
  const tried = (run.processes.count > LARGE ? FEW : LIMITS)
    .filter((jobs) => jobs > present)
    .map((jobs) => ({ jobs, ...predict({ jobs }) }))
  const fitting = tried.filter(({ peakMemory }) => peakMemory <= MEMORY_SHARE * memory)
  const most = Math.max(0, ...fitting.map(({ wall }) => run.wall - wall))
  const best = fitting.find(({ wall }) => run.wall - wall >= ENOUGH * most)
  if (!best || most === 0) return []
  const saves = run.wall - best.wall
  const row = servers.servers[slots.jobs.indexOf(present)]!.row
  const name = textOf(run.processes, run.processes.name, row)
  const isTight = fitting.length < tried.length && fitting.at(-1) === best
  const beyond = isTight ? `; more jobs do not fit in ${gibibytes(memory)}` : '; more jobs save nothing'
  const fits =
    memory < Infinity && !isTight
      ? `. ${best.jobs} jobs take ${gibibytes(best.peakMemory)} of ${gibibytes(memory)}`
      : ''
  return [
    {
      kind: 'jobs',
      text: `\`${name} -j${best.jobs}\` instead of \`-j${present}\` saves ${formatMilliseconds(saves)}${beyond}${fits}.`,
      saves,
      rows: [row],
    },
  ]
}

/** Bytes that the build can use: the free memory when the build itself used least. */
function memoryOf({ machine }: Predictor['model']['run']): number {
  let most = 0
  for (const { memoryAvailable } of machine ?? []) most = Math.max(most, memoryAvailable)
  return most || Infinity
}

const gibibytes = (bytes: number): string => `${(bytes / 2 ** 30).toFixed(1)} GiB`
