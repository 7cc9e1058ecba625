import { Prisma } from '../../generated/sqlite/client.ts'
import type { RunStatus } from '../../domain/model.ts'
import { outcomeIn, type RunOutcome } from './outcome-filter.ts'
import { liveSql, PRESENT_SQL, silentSql } from '../predicates.ts'

/** Which runs. A `status` of `running` splits by whether the run was heard from after `liveSince` (milliseconds). */
export interface RunFilter {
  /** Matched literally, ignoring case, in the command line and the working directory. */
  readonly search?: string | null | undefined
  readonly status?: readonly (RunStatus | 'running_live')[] | null | undefined
  readonly liveSince: number
  readonly outcome?: readonly RunOutcome[] | null | undefined
  /** Words that a run must have, each in its command line, directory or labels, or at the beginning of its id. */
  readonly words?: readonly string[] | null | undefined
  /** Labels that a run must have, all of them. A label without a value matches any value. */
  readonly labels?: readonly LabelFilter[] | null | undefined
  /** The run began at this time or later. */
  readonly since?: bigint | null | undefined
  /** The working directory, or one above it. */
  readonly directory?: string | null | undefined
  /** The beginning of the id, with hyphens or without. */
  readonly idPrefix?: string | null | undefined
}

export interface LabelFilter {
  readonly name: string
  readonly value?: string | null | undefined
}

const ALL = ['running', 'running_live', 'completed', 'failed'] as const

/** The condition on a run, all but the search. */
export function chosenBy(filter: RunFilter): Prisma.Sql {
  const { outcome, labels, words, since, directory, idPrefix } = filter
  const conditions = [statusIn(filter), ...(labels ?? []).map(hasLabel), ...(words ?? []).map(hasWord)]
  if (outcome) conditions.push(outcomeIn(outcome))
  if (since != null) conditions.push(Prisma.sql`"startTime" >= ${since}`)
  if (directory != null) conditions.push(isWithin(directory))
  if (idPrefix != null) conditions.push(beginsWith(idPrefix))
  return Prisma.join(conditions, ' AND ')
}

/** Whether runs must be read one by one, because no index covers the filter. */
export const isUnindexed = ({ labels, words, directory }: RunFilter): boolean =>
  Boolean(labels?.length || words?.length) || directory != null

/**
 * The condition on the status. If it keeps most runs, it names the statuses that it excludes. Otherwise SQLite would read all
 * the others by the index of the status, and sort them.
 */
function statusIn({ status, liveSince }: RunFilter): Prisma.Sql {
  const has = (each: (typeof ALL)[number]) => {
    if (each === 'running_live') return liveSql(liveSince)
    if (each === 'running') return silentSql(liveSince)
    return Prisma.sql`"status" = ${each}`
  }
  if (status && !status.includes('completed'))
    return status.length ? Prisma.sql`(${Prisma.join(status.map(has), ' OR ')})` : Prisma.sql`1 = 0`
  const others = status ? ALL.filter((each) => !status.includes(each)) : []
  return Prisma.join(
    [Prisma.raw(PRESENT_SQL), ...others.map((each) => Prisma.sql`NOT ${has(each)}`)],
    ' AND ',
  )
}

/**
 * Labels are stored as `JSON.stringify` writes them, and it escapes a quote within a name or a value, so a label is a substring
 * of the text. The condition uses no JSON function, because PostgreSQL's functions refuse some valid JSON.
 */
function hasLabel({ name, value }: LabelFilter): Prisma.Sql {
  const label = `${JSON.stringify(name.toWellFormed())}:${value == null ? '"' : JSON.stringify(value.toWellFormed())}`
  return Prisma.sql`(${contains('"labels"', `{${label}`)} OR ${contains('"labels"', `,${label}`)})`
}

/** Fewer digits begin too many ids. */
const LEAST_DIGITS = 4

/** Ignores case. Within the JSON of the labels a word stands as `JSON.stringify` writes it, without the quotes. */
function hasWord(word: string): Prisma.Sql {
  const text = word.toWellFormed().toLowerCase()
  // No text in the database holds one, and PostgreSQL takes none.
  if (text.includes('\0')) return Prisma.sql`1 = 0`
  const places = [
    Prisma.sql`EXISTS (SELECT 1 FROM "RunText" WHERE "runId" = "id" AND ${contains('"text"', text)})`,
    contains('lower("labels")', JSON.stringify(text).slice(1, -1)),
  ]
  if (text.length >= LEAST_DIGITS) places.push(beginsWith(text))
  return Prisma.sql`(${Prisma.join(places, ' OR ')})`
}

/** In SQL that both databases have. */
const contains = (column: string, text: string) =>
  Prisma.sql`replace(${Prisma.raw(column)}, ${text}, '') <> ${Prisma.raw(column)}`

function isWithin(directory: string): Prisma.Sql {
  const bare = directory.replace(/\/+$/, '')
  // No text in the database holds one, and PostgreSQL takes none.
  if (bare.includes('\0')) return Prisma.sql`1 = 0`
  const below = `${bare}/`
  return Prisma.sql`("workingDir" = ${bare || '/'}
    OR substr("workingDir", 1, length(CAST(${below} AS TEXT))) = ${below})`
}

function beginsWith(prefix: string): Prisma.Sql {
  const digits = prefix.toLowerCase().replaceAll('-', '')
  if (!/^[0-9a-f]{1,32}$/.test(digits)) return Prisma.sql`1 = 0`
  return Prisma.sql`"id" IN (SELECT "id" FROM "Run"
    WHERE "id" BETWEEN ${uuidOf(digits.padEnd(32, '0'))} AND ${uuidOf(digits.padEnd(32, 'f'))})`
}

const uuidOf = (digits: string): string =>
  digits.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
