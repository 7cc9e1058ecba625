import { cutText } from '../cut-text.ts'
import { outcomeOf } from '../outcome.ts'
import { cpuTimeOf } from '../processes.ts'
import type { RecordedRun } from '../recorded.ts'
import { formatMilliseconds } from '../time/duration.ts'
import { counted, formatChange, namedText } from '../words.ts'
import type { Change, Comparison, ToolChange } from './compare.ts'

/** A smaller share of the base's time is noise. */
const NOISE = 0.02
/** A change explains something from this share of the difference on. */
const WORTH = 0.1
/** Sentences on single changes, at most. */
const MOST = 2
/** Characters of a difference between two commands, at most. */
const MOST_CHARACTERS = 80

/** A run that is compared. */
type Side = Pick<RecordedRun, 'processes' | 'wall' | 'status' | 'exitCode'>

/**
 * What a comparison says, in a few sentences: the difference of the wall times, then what accounts for it. Recorded text
 * stands between backticks.
 */
export function compareSentences(base: Side, head: Side, comparison: Comparison): string[] {
  const delta = head.wall - base.wall
  const even = Math.abs(delta) < NOISE * base.wall
  return [
    ...outcomes(base, head),
    wallTimes(base, head, even),
    ...(even ? [] : [...causes(comparison, delta), ...cpuTimes(base, head, delta)]),
  ]
}

const OUTCOMES = {
  running: 'still runs',
  succeeded: 'passed',
  failed: 'failed',
  interrupted: 'was interrupted',
  crashed: 'crashed',
}

function outcomes(base: Side, head: Side): string[] {
  const [was, is] = [outcomeOf(base), outcomeOf(head)]
  return was === is ? [] : [`The base ${OUTCOMES[was]}, the head ${OUTCOMES[is]}.`]
}

function wallTimes(base: Side, head: Side, even: boolean): string {
  const [was, is] = [formatMilliseconds(base.wall), formatMilliseconds(head.wall)]
  if (even) return `As fast as the base: ${is}.`
  const delta = head.wall - base.wall
  const by = formatChange(base.wall || 1, head.wall)
  return `${formatMilliseconds(Math.abs(delta))} ${delta > 0 ? 'slower' : 'faster'}: ${is} instead of ${was} (${by}).`
}

const isWorth = (own: number, delta: number): boolean => own * Math.sign(delta) >= WORTH * Math.abs(delta)

/** Changes of own time in the direction of the difference, the largest first. */
function causes({ changes, byTool }: Comparison, delta: number): string[] {
  const single = changes.filter((change) => isWorth(change.delta, delta)).slice(0, MOST)
  const tool = byTool.find((each) => isWorth(each.delta, delta))
  const covered = single.reduce((sum, change) => sum + change.delta, 0)
  const isWider = tool && Math.abs(covered) < Math.abs(tool.delta) / 2
  return [...(isWider ? [ofTool(tool)] : []), ...single.map(ofChange)]
}

function cpuTimes(base: Side, head: Side, delta: number): string[] {
  const [was, is] = [cpuTimeOf(base.processes), cpuTimeOf(head.processes)]
  return !was || !is || isWorth(is - was, delta)
    ? []
    : ['The CPU time is about the same, so the processes waited for a different time.']
}

const ofTool = ({ tool, delta, head, base }: ToolChange): string =>
  `${namedText(tool, '')} took ${formatMilliseconds(Math.abs(delta))} ${delta > 0 ? 'more' : 'less'} over ${counted((head ?? base)?.count ?? 0, 'process', 'processes')}.`

function ofChange({ kind, name, commandLine, difference, delta }: Change): string {
  const process = namedText(name, commandLine)
  const time = formatMilliseconds(Math.abs(delta))
  if (kind === 'new') return `${process} is new and takes ${time}.`
  if (kind === 'gone') return `${process} is gone and took ${time}.`
  const why = difference ? ` (${cutText(difference.replaceAll('`', "'"), MOST_CHARACTERS)})` : ''
  return `${process} takes ${time} ${delta > 0 ? 'longer' : 'less'}${why}.`
}
