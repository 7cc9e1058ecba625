import { formatMilliseconds } from '../time/duration.ts'
import { counted } from '../words.ts'
import { rebuild, upToDate } from './again.ts'
import { factsOf, type Case, type CaseFacts } from './case.ts'
import type { Cause, CauseFinder, VerdictKind } from './cause.ts'
import { changes } from './changes.ts'
import { ending } from './ending.ts'
import { cores, cpuAsUsual, disk, memory, others, quota } from './machine.ts'
import { alone, busy, jobs, serial, sleeping } from './shape.ts'

/** What a reader should know first of a run. */
export interface Verdict {
  readonly kind: VerdictKind
  /** One or two sentences; names of processes in them stand between backticks. */
  readonly text: string
  /** From 0 to 1. */
  readonly confidence: number
  /** Milliseconds above the usual wall time, below 0 if faster; null without a usual. */
  readonly excess: number | null
  /** All causes that were found, the named ones first. */
  readonly causes: readonly Cause[]
  readonly rows: readonly number[]
}

/** A cause below this share of the time in question is no answer. */
const LEAST_SHARE = 0.1
/** A second cause is named from this share of the first on. */
const SECOND_SHARE = 0.5

/** How much slower than usual is slower: a share, and milliseconds. With few earlier runs it takes more. */
const SLOWER = { few: 0.25, many: 0.1, least: 100 }
const MANY_RUNS = 4

/** What holds back a build in its environment, what it does itself, and what it did again. */
const LIMITS: readonly CauseFinder[] = [
  others,
  quota,
  disk,
  memory,
  jobs,
  sleeping,
  serial,
  alone,
  busy,
  rebuild,
]
const CHANGED_LIMITS: readonly CauseFinder[] = [others, quota, disk, memory, cores]

/**
 * Says why a run took as long as it did: its ending if it did not succeed; else, if it was slower than usual, the
 * difference that explains most of it; else what limits it. Works with any of waits, files and samples missing.
 * O(n log n).
 */
export function verdictOf(about: Case): Verdict {
  const facts = factsOf(about)
  const { run, usual } = facts
  const excess = usual ? run.wall - usual.wall : null
  const ended = ending(facts)
  if (ended) return verdict(ended.text, [ended], excess)
  const idle = upToDate(facts)
  if (idle) return verdict(idle.text, [idle], excess)
  if (usual && excess !== null && isSlower(excess, usual)) return slower(facts, excess)
  return limited(facts, excess)
}

const isSlower = (excess: number, { wall, sample }: NonNullable<CaseFacts['usual']>): boolean =>
  excess > Math.max(SLOWER.least, wall * (sample < MANY_RUNS ? SLOWER.few : SLOWER.many))

function slower(facts: CaseFacts, excess: number): Verdict {
  const { run, usual } = facts
  const head = `Slower than usual by ${formatMilliseconds(excess)} (${formatMilliseconds(run.wall)}, usually ${formatMilliseconds(usual!.wall)})`
  const causes = ranked(
    [...changes(facts), ...CHANGED_LIMITS.map((find) => beyondUsual(find, facts))].filter(
      (cause) => cause !== undefined,
    ),
    excess,
  )
  const [first, second] = causes
  // They held back the usual run as well, but they are still where time can be saved.
  const standing = limitsOf(facts).filter(({ kind }) => causes.every((cause) => cause.kind !== kind))
  if (!first) return { ...verdict(`${head}. ${unexplained(facts)}`, standing, excess), ...UNKNOWN }
  const text = `${head}: ${inSentence(first.text)}${secondSentence(first, second)}`
  return verdict(text, [...causes, ...standing], excess)
}

const UNKNOWN = { kind: 'unknown', confidence: 0.3, rows: [] } as const

const unexplained = (facts: CaseFacts): string =>
  !facts.usualMeasures
    ? 'It is too large to be compared step by step.'
    : cpuAsUsual(facts)
      ? 'Its CPU time is as usual, so it waited more. For what was not recorded.'
      : 'No single cause stands out.'

/** A limit that the usual run has as well explains only the part beyond that. */
function beyondUsual(find: CauseFinder, facts: CaseFacts): Cause | undefined {
  const cause = find(facts)
  if (!cause || !facts.usualMeasures) return cause
  const none = { usual: null, usualMeasures: null, comparison: null, previous: null }
  const before = find({ ...facts, ...facts.usualMeasures, ...none })
  return { ...cause, costs: cause.costs - (before?.costs ?? 0) }
}

function limited(facts: CaseFacts, excess: number | null): Verdict {
  const { run, usual } = facts
  const causes = limitsOf(facts)
  const [first, second] = causes
  const compared = usual && excess !== null ? usualSentence(run.wall, usual, excess) : ''
  if (first)
    return verdict(
      first.text + (secondSentence(first, second) || (compared && ` ${compared}`)),
      causes,
      excess,
    )
  const plain: Cause = {
    kind: usual ? 'usual' : 'unknown',
    text: compared || plainText(facts),
    costs: 0,
    confidence: usual ? 0.8 : 0.3,
    rows: [],
  }
  return verdict(plain.text, [plain], excess)
}

/** Processes that used less of their time at work than this waited. */
const COMPUTED = 0.5

function plainText({ run, work, cpuTime }: CaseFacts): string {
  const took = `it took ${formatMilliseconds(run.wall)}.`
  if (cpuTime === 0 || cpuTime >= COMPUTED * work.atWork) return `Nothing stands out: ${took}`
  const [at, used] = [work.atWork, cpuTime].map(formatMilliseconds)
  return `Its processes were at work for ${at} and computed for ${used} of that. What they waited for was not recorded; ${took}`
}

/** What holds back a build, the most expensive first. */
function limitsOf(facts: CaseFacts): Cause[] {
  const found = LIMITS.map((find) => find(facts)).filter((cause) => cause !== undefined)
  return ranked(withoutEffects(found), facts.run.wall)
}

function usualSentence(
  wall: number,
  { wall: median, sample }: NonNullable<CaseFacts['usual']>,
  excess: number,
): string {
  const of = `${counted(sample, 'earlier run', 'earlier runs')}`
  return -excess > Math.max(SLOWER.least, SLOWER.few * median)
    ? `It took ${formatMilliseconds(wall)}, ${formatMilliseconds(-excess)} less than usual (${of}).`
    : `It took ${formatMilliseconds(wall)}, as usual (${of}: ${formatMilliseconds(median)}).`
}

/**
 * Leaves out what another cause explains. A process that sleeps alone is asleep, not a long pole; jobs that wait for a
 * slot run alone; work that need not run at all is not worth running faster.
 */
const EXPLAINS: Partial<Record<VerdictKind, readonly VerdictKind[]>> = {
  quota: ['alone', 'serial'],
  disk: ['sleeping', 'alone'],
  memory: ['disk', 'sleeping', 'alone'],
  sleeping: ['alone', 'serial'],
  jobs: ['alone', 'serial'],
  serial: ['alone'],
  rebuild: ['alone', 'serial', 'busy', 'jobs'],
}

/** A cause explains another if it accounts for so much of it. */
const ENOUGH = 0.25

const withoutEffects = (causes: readonly Cause[]): Cause[] =>
  causes.filter(
    (effect) =>
      !causes.some(
        (cause) => EXPLAINS[cause.kind]?.includes(effect.kind) && cause.costs >= ENOUGH * effect.costs,
      ),
  )

const ranked = (causes: readonly Cause[], time: number): Cause[] =>
  causes.filter(({ costs }) => costs >= LEAST_SHARE * time).sort((a, b) => b.costs - a.costs)

const secondSentence = (first: Cause, second: Cause | undefined): string =>
  second && second.costs >= SECOND_SHARE * first.costs ? ` ${second.text}` : ''

/** A sentence behind a colon. */
const inSentence = (text: string): string =>
  /^(?:CPU|`)/.test(text) ? text : text[0]!.toLowerCase() + text.slice(1)

function verdict(text: string, causes: readonly Cause[], excess: number | null): Verdict {
  const [first] = causes
  return {
    ...UNKNOWN,
    ...(first && { kind: first.kind, confidence: first.confidence, rows: first.rows }),
    text,
    excess,
    causes,
  }
}
