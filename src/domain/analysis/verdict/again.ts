import { objectOf } from '../compare/subject.ts'
import { rerunsOf } from '../rerun/reruns.ts'
import { rerunSentence } from '../rerun/sentence.ts'
import { textOf } from '../processes.ts'
import { formatMilliseconds } from '../time/duration.ts'
import { toolOf } from '../time/tools.ts'
import { counted, named } from '../words.ts'
import type { CaseFacts } from './case.ts'
import type { CauseFinder } from './cause.ts'

/** Tools that skip targets that are up to date. */
const INCREMENTAL = new Set(['make', 'gmake', 'ninja', 'samu', 'cargo', 'gradle', 'bazel', 'meson', 'scons'])

const rootTool = ({ run: { processes } }: CaseFacts): string =>
  processes.count === 0 ? '' : toolOf(textOf(processes, processes.name, 0))

/** A tool that checks for changes started nothing. */
export const upToDate: CauseFinder = (facts) => {
  const { run } = facts
  const tool = rootTool(facts)
  if (run.processes.count !== 1 || !INCREMENTAL.has(tool)) return undefined
  const text = `Nothing was built: ${named(run.processes, 0)} started no other process, so all was up to date.`
  return { kind: 'up-to-date', text, costs: run.wall, confidence: 0.7, rows: [0] }
}

/** Commands that take less, in milliseconds, are no work to save. */
const LEAST_MS = 20

/**
 * The build shortly before did the same, command by command, although its tool leaves out what is up to date. An
 * estimate without `--files`: somebody may have removed the outputs. O(n).
 */
export const rebuild: CauseFinder = (facts) => {
  const { previous, run, groupedOf } = facts
  if (!previous || !INCREMENTAL.has(rootTool(facts))) return undefined
  const before = groupedOf(previous).groups
  const now = [...groupedOf(run).groups].filter(([, { own, row }]) => own >= LEAST_MS && row > 0)
  if (now.some(([key]) => !before.has(key))) return undefined
  const again = now.map(([, group]) => group).sort((a, b) => b.own - a.own)
  const [first] = again
  if (!first) return undefined
  const reruns = rerunsOf(previous, run)
  const makesFiles = reruns.some(({ cause }) => cause.kind !== 'unknown')
  if (!makesFiles && !again.some(({ commandLine }) => objectOf(commandLine) !== undefined)) return undefined
  // After a clean, everything has to run.
  if (reruns.length > 0 && reruns.every(({ cause }) => cause.kind === 'missing')) return undefined
  const count = again.reduce((sum, { count }) => sum + count, 0)
  const time = again.reduce((sum, { own }) => sum + own, 0)
  const more = again.length > 1 ? ` and ${counted(again.length - 1, 'other command', 'other commands')}` : ''
  const why = reruns[0] ? ` ${rerunSentence(run.processes, reruns[0])}` : ''
  const text = `Rebuilt: ${named(run.processes, first.row)}${more} ran again as in the build before, ${formatMilliseconds(time)} in ${counted(count, 'process', 'processes')}, with the same command lines.${why}`
  return {
    kind: 'rebuild',
    text,
    costs: Math.min(run.wall, time),
    confidence: run.files && previous.files ? 0.7 : 0.4,
    rows: again.slice(0, 5).map(({ row }) => row),
  }
}
