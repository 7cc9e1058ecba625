import { Unavailable } from '../errors.ts'

/** The facts of a failure, from a driver, a socket or Prisma's adapter. */
export interface Sign {
  /** SQLSTATE, SQLite's number of a result, or the system's name of an error. */
  readonly code: string
  /** How Prisma's adapters name it. */
  readonly kind: string
  readonly message: string
}

interface Failure {
  readonly code?: unknown
  readonly errcode?: unknown
  readonly kind?: unknown
  readonly originalCode?: unknown
  readonly message?: unknown
  readonly originalMessage?: unknown
  readonly cause?: unknown
  readonly meta?: { readonly driverAdapterError?: unknown }
}

/** Depth of nested errors that are examined; more would be a circle. */
const DEPTH = 6

/** The signs of an error and of its causes, the outermost first. */
export function* signsOf(error: unknown, depth = DEPTH): Generator<Sign> {
  if (typeof error !== 'object' || error === null || !depth) return
  const { code, errcode, kind, originalCode, message, originalMessage, cause, meta } = error as Failure
  yield {
    code: String(originalCode ?? errcode ?? code ?? ''),
    kind: String(kind ?? ''),
    message: String(originalMessage ?? message ?? ''),
  }
  yield* signsOf(meta?.driverAdapterError, depth - 1)
  yield* signsOf(cause, depth - 1)
}

/**
 * The one place where a failure of the database becomes `Unavailable`.
 * @param isAway whether a sign says that the database cannot be used now, and may be later
 * @returns the error to throw: others than those stay as they are
 */
export function named(error: unknown, isAway: (sign: Sign) => boolean): unknown {
  if (error instanceof Unavailable) return error
  for (const sign of signsOf(error)) if (isAway(sign)) return databaseAway(error)
  return error
}

/** The error for a database that cannot be used now. */
export const databaseAway = (cause?: unknown): Unavailable =>
  new Unavailable('The database cannot be reached. Try again in a second.', { cause })
