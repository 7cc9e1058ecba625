import { named } from '../words.ts'
import { boundPath } from '../path/bound-path.ts'
import type { Predictor } from '../path/predict.ts'
import { formatMilliseconds } from '../time/duration.ts'
import { sumWork } from '../time/concurrency.ts'
import type { Advice } from './advice.ts'

/** So many of the longest processes of the critical path are tried. */
const TRIED = 3

/** A process that is on the path for a smaller share of the wall time is one of many. */
const LEAST_SHARE = 0.1

/** Of its time on the path, a process that runs alone has this share without another at work. */
const ALONE = 0.8

/** The processes of the critical path that save most if they take half as long. */
export function adviseFaster({ model, predict }: Predictor): Advice[] {
  const { run, servers } = model
  const onPath = new Map<number, number>()
  for (const { row, from, to } of boundPath(model).steps)
    if (row >= 0 && servers.serverOf[row]! < 0) onPath.set(row, (onPath.get(row) ?? 0) + to - from)
  const longest = [...onPath]
    .filter(([, time]) => time >= LEAST_SHARE * run.wall)
    .sort((a, b) => b[1] - a[1])
    .slice(0, TRIED)
  const { alone } = sumWork(run.processes, run.wall)
  return longest.map(([row, time]) => {
    const saves = run.wall - predict({ faster: [[row, 2]] }).wall
    const name = named(run.processes, row)
    const isAlone = alone[row]! >= ALONE * time
    const what = isAlone
      ? `${name} runs alone for ${formatMilliseconds(alone[row]!)}`
      : `${name} is on the critical path for ${formatMilliseconds(time)}`
    return {
      kind: 'faster',
      text: `${what}; half of that saves ${formatMilliseconds(saves)}.`,
      saves,
      rows: [row],
    }
  })
}
