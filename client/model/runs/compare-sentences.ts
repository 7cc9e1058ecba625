import { formatChange, namedText } from '../../../src/domain/analysis/words.ts'
import { formatDuration, formatNumber } from '../format.ts'
import type { ComparedRun, Comparison, ProcessChange } from './comparison.ts'
import { verdictOf } from './verdict.ts'

/** A smaller share of the base's time is noise. */
const NOISE = 0.02
/** A change explains something from this share of the difference on. */
const WORTH = 0.1
/** Sentences on single changes, at most. */
const MOST = 2

type Facts = Pick<Comparison, 'changes' | 'byTool'> & {
  readonly base: Pick<ComparedRun, 'status' | 'outcome' | 'cpuTime' | 'analysis'>
  readonly head: Pick<ComparedRun, 'status' | 'outcome' | 'cpuTime' | 'analysis'>
}

/**
 * What a comparison says, in a few sentences: the difference of the wall times, then what accounts for it. Code stands
 * between backticks.
 */
export function compareSentences(facts: Facts): string[] {
  const { base, head } = facts
  const delta = head.analysis.wall - base.analysis.wall
  const even = Math.abs(delta) < NOISE * base.analysis.wall
  return [...outcomeOf(facts), wallOf(facts, delta, even), ...(even ? [] : causesOf(facts, delta))]
}

function outcomeOf({ base, head }: Facts): string[] {
  const [was, is] = [verdictOf(base).word, verdictOf(head).word]
  return was === is ? [] : [`The base ${inSentence(was)}, the head ${inSentence(is)}.`]
}

const inSentence = (word: string): string =>
  ({ Passed: 'passed', Failed: 'failed', Crashed: 'crashed', Interrupted: 'was interrupted' })[word] ??
  'still runs'

function wallOf({ base, head }: Facts, delta: number, even: boolean): string {
  const [was, is] = [formatDuration(base.analysis.wall), formatDuration(head.analysis.wall)]
  if (even) return `As fast as the base: ${is}.`
  const how = delta > 0 ? 'slower' : 'faster'
  const by = formatChange(base.analysis.wall || 1, head.analysis.wall)
  return `${formatDuration(Math.abs(delta))} ${how}: ${is} instead of ${was} (${by}).`
}

/** Changes of own time in the direction of the difference, the largest first. */
function causesOf({ base, head, changes, byTool }: Facts, delta: number): string[] {
  const worth = (own: number) => own * Math.sign(delta) >= WORTH * Math.abs(delta)
  const single = changes.filter((change) => worth(change.delta)).slice(0, MOST)
  const told = single.map(sentenceOf)
  const tool = byTool.find((each) => worth(each.delta))
  const covered = single.reduce((sum, change) => sum + change.delta, 0)
  if (tool && Math.abs(covered) < Math.abs(tool.delta) / 2) told.unshift(ofTool(tool))
  const cpu = (head.cpuTime ?? 0) - (base.cpuTime ?? 0)
  if (base.cpuTime && head.cpuTime && !worth(cpu))
    told.push('The CPU time is about the same, so the processes waited for a different time.')
  return told
}

const ofTool = ({ tool, delta, head, base }: Comparison['byTool'][number]): string =>
  `\`${tool.replaceAll('`', "'")}\` took ${formatDuration(Math.abs(delta))} ${delta > 0 ? 'more' : 'less'} over ${formatNumber((head ?? base)?.count ?? 0, 'process', 'processes')}.`

function sentenceOf({ kind, name, commandLine, difference, delta }: ProcessChange): string {
  const process = namedText(name, commandLine)
  const time = formatDuration(Math.abs(delta))
  if (kind === 'new') return `${process} is new and takes ${time}.`
  if (kind === 'gone') return `${process} is gone and took ${time}.`
  const why = difference ? ` (${difference.replaceAll('`', "'")})` : ''
  return `${process} takes ${time} ${delta > 0 ? 'longer' : 'less'}${why}.`
}
