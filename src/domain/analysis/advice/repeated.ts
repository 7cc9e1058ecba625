import { named } from '../words.ts'
import type { Predictor } from '../path/predict.ts'
import { formatMilliseconds } from '../time/duration.ts'
import { findRepeats } from '../time/repeats.ts'
import type { Advice } from './advice.ts'

/** So many of the commands that were repeated are tried. */
const TRIED = 3

/** Commands that ran several times in the same directory, and would have to run once only. */
export function adviseOnce({ model, predict }: Predictor): Advice[] {
  const { run, shares, servers } = model
  const { processes } = run
  const repeats = findRepeats(processes, shares.own)
    .filter(({ row }) => servers.serverOf[row]! < 0)
    .slice(0, TRIED)
  return repeats.map(({ row, count }) => {
    const rows = likeIt(row)
    const saves = run.wall - predict({ without: rows.filter((other) => other !== row) }).wall
    const text = `${named(processes, row)} ran ${count} times with the same command line; once would save ${formatMilliseconds(saves)}.`
    return {
      kind: 'repeated',
      text,
      saves,
      rows: [row, ...rows.filter((other) => other !== row)].slice(0, 20),
    }
  })

  function likeIt(row: number): number[] {
    const { commandLine, workingDir, count } = processes
    const rows: number[] = []
    for (let other = 0; other < count; other++)
      if (commandLine[other] === commandLine[row] && workingDir[other] === workingDir[row]) rows.push(other)
    return rows
  }
}
