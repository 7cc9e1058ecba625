/**
 * BuildSpy's named failures. Each has a stable `code`, which GraphQL clients see in `extensions.code` and REST turns into a
 * status. The message is a sentence with advice.
 */
export abstract class BuildSpyError extends Error {
  abstract readonly code: string

  override get name(): string {
    return this.constructor.name
  }
}

/** The named thing does not exist. */
export class NotFound extends BuildSpyError {
  readonly code = 'NOT_FOUND'
}

/** The thing exists, and its state forbids the action (deleting a live run). */
export class Conflict extends BuildSpyError {
  readonly code = 'CONFLICT'
}

/** The input cannot be read; the message names the field. */
export class BadInput extends BuildSpyError {
  readonly code = 'BAD_USER_INPUT'
}

/** The daemon cannot do this now (overload, a full disk). The same request may succeed later. */
export class Unavailable extends BuildSpyError {
  readonly code = 'UNAVAILABLE'
}

/** The token does not allow this. */
export class Forbidden extends BuildSpyError {
  readonly code = 'FORBIDDEN'
}

/** An operation of the graph exceeds a limit; the message suggests a smaller one. */
export class TooExpensive extends BuildSpyError {
  readonly code = 'TOO_EXPENSIVE'
}

/** The client has disconnected, so nobody sees this error. */
export class Gone extends BuildSpyError {
  readonly code = 'GONE'
}

/** The content type of a body is not supported. */
export class WrongType extends BuildSpyError {
  readonly code = 'WRONG_TYPE'
}

/** The graph refused one of BuildSpy's own operations. Code and message are the graph's. */
export class GraphRefused extends BuildSpyError {
  readonly code: string

  constructor(code: string, message: string) {
    super(message)
    this.code = code
  }
}

/** A setting or the environment keeps the program from starting. The command line shows only the message. */
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

/** The HTTP status for an error's code in GraphQL's `extensions`; 500 for foreign errors. */
export const statusOf = (code: unknown): number => STATUSES[String(code)] ?? 500

/**
 * An error in the form for clients. An error without a status of ours is a defect, which the log shows and the client does not
 * see.
 */
export function shown(error: unknown): { readonly status: number; readonly message: string } {
  const status = statusOf(error instanceof BuildSpyError && error.code)
  const isTold = error instanceof BuildSpyError && status !== 500
  return { status, message: isTold ? error.message : 'BuildSpy failed to answer this; its log says why' }
}

/** The headers of a status: for a request that may succeed later, the seconds to wait (RFC 9110 10.2.3). */
export const headersOfStatus = (status: number): Record<string, string> =>
  status === 503 ? { 'retry-after': '1' } : {}

/** Whether an error of the graph means that the same may succeed later. */
export const isUnavailable = ({ extensions }: { readonly extensions?: Record<string, unknown> }): boolean =>
  extensions?.['code'] === 'UNAVAILABLE'
