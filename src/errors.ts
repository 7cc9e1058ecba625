/**
 * The failures BuildSpy names. Each has a stable `code`, which GraphQL clients see in `extensions.code`
 * and REST turns into a status; the message is a sentence that says what to change.
 */
export abstract class BuildSpyError extends Error {
  abstract readonly code: string

  override get name(): string {
    return this.constructor.name
  }
}

/** The thing named does not exist. */
export class NotFound extends BuildSpyError {
  readonly code = 'NOT_FOUND'
}

/** The thing exists, and its state forbids what was asked (deleting a live run). */
export class Conflict extends BuildSpyError {
  readonly code = 'CONFLICT'
}

/** What was sent cannot be read; the message names the field. */
export class BadInput extends BuildSpyError {
  readonly code = 'BAD_USER_INPUT'
}

/** The daemon cannot take this now (overload, a full disk); the same request may succeed later. */
export class Unavailable extends BuildSpyError {
  readonly code = 'UNAVAILABLE'
}

/** The token does not allow this. */
export class Forbidden extends BuildSpyError {
  readonly code = 'FORBIDDEN'
}

/** An operation of the graph uses more than it may; the message says what to ask for instead. */
export class TooExpensive extends BuildSpyError {
  readonly code = 'TOO_EXPENSIVE'
}

/** Whoever asked has left: nobody sees this error. */
export class Gone extends BuildSpyError {
  readonly code = 'GONE'
}

/** The body is of another type than is taken. */
export class WrongType extends BuildSpyError {
  readonly code = 'WRONG_TYPE'
}

/** The graph refused an operation that BuildSpy itself asked for: code and message are the graph's. */
export class GraphRefused extends BuildSpyError {
  readonly code: string

  constructor(code: string, message: string) {
    super(message)
    this.code = code
  }
}

/** A setting or the environment keeps the program from starting; the command line shows only the message. */
export class Misconfigured extends BuildSpyError {
  readonly code = 'MISCONFIGURED'
}

/** A body or message over its limit. */
export class TooLarge extends BuildSpyError {
  readonly code = 'TOO_LARGE'
}

const STATUSES: Record<string, number> = {
  BAD_USER_INPUT: 400,
  CONFLICT: 400,
  FORBIDDEN: 403,
  NOT_FOUND: 404,
  TOO_EXPENSIVE: 400,
  TOO_LARGE: 413,
  UNAVAILABLE: 503,
  WRONG_TYPE: 415,
}

/** The HTTP status of an error's code, as GraphQL carries it in `extensions`; 500 for one that is not ours. */
export const statusOf = (code: unknown): number => STATUSES[String(code)] ?? 500

/** An error as a client is told of it. One without a status of ours is our fault: the log has it, and the client does not. */
export function shown(error: unknown): { readonly status: number; readonly message: string } {
  const status = statusOf(error instanceof BuildSpyError && error.code)
  const isTold = error instanceof BuildSpyError && status !== 500
  return { status, message: isTold ? error.message : 'BuildSpy failed to answer this; its log says why' }
}

/** The headers that go with a status: of what may be tried again, when (RFC 9110 10.2.3), in seconds. */
export const headersOfStatus = (status: number): Record<string, string> =>
  status === 503 ? { 'retry-after': '1' } : {}

/** Whether an error of the graph says that the same may succeed later. */
export const isUnavailable = ({ extensions }: { readonly extensions?: Record<string, unknown> }): boolean =>
  extensions?.['code'] === 'UNAVAILABLE'
