import type { GraphQLError } from 'graphql'
import { statusOf } from '../errors.ts'

/** An error on its way to a status and a sentence. */
export class Failure extends Error {
  constructor(
    readonly status: number,
    message: string,
  ) {
    super(message)
  }
}

/** There is no such run: no id that is no UUID names one. */
export const noSuchRun = (id: unknown): Failure => new Failure(404, `There is no run ${String(id)}`)

/** What the graph answered in `errors`, by its code. */
export const failureOf = ({ message, extensions }: Pick<GraphQLError, 'message' | 'extensions'>): Failure =>
  new Failure(statusOf(extensions['code']), message)
