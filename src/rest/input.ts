import { BadInput } from '../errors.ts'
import type { ContentCoding } from '../wire/content-coding.ts'

/** What a route reads of a request. */
export interface Input {
  readonly params: Readonly<Record<string, string>>
  readonly query: Readonly<Record<string, unknown>>
  readonly body?: unknown
  /** Whether the client takes content that is compressed so. */
  readonly takes: (coding: ContentCoding) => boolean
}

/** The run that the path names. */
export const idOf = ({ params }: Pick<Input, 'params'>): string => params['id']!

/** A text in the query string; null if it is absent or empty. @throws BadInput */
export function textOf(query: Input['query'], name: string): string | null {
  const value = query[name]
  if (value === undefined || value === '') return null
  if (typeof value === 'string') return value
  throw new BadInput(`${name}: give it once, as text`)
}

/** The `limit` of a list, 50 if absent. @throws BadInput */
export function limitOf({ query }: Input): number {
  const { limit = '50' } = query
  if (typeof limit === 'string' && /^\d{1,15}$/.test(limit) && Number(limit) > 0) return Number(limit)
  throw new BadInput(`limit: must be a positive whole number, not "${String(limit)}"`)
}

/** A list of run ids, or one. @throws BadInput */
export function runIdsOf(name: string, value: unknown): string[] {
  const ids: unknown[] = Array.isArray(value) ? value : value === undefined || value === '' ? [] : [value]
  if (!ids.length) throw new BadInput(`${name}: name at least one run`)
  if (ids.length > MOST_IDS)
    throw new BadInput(`${name}: names more than ${MOST_IDS} runs; delete them in parts`)
  if (ids.every((id) => typeof id === 'string')) return ids
  throw new BadInput(`${name}: must be a list of run ids`)
}

const MOST_IDS = 10_000
