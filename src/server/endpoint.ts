import type { IncomingMessage } from 'node:http'
import type { Row } from '../rest/row.ts'
import type { Client } from './access/client.ts'
import type { Answer } from './answer.ts'
import type { Match } from './route-table.ts'
import type { Target } from './access/target.ts'

/** A request that matched a row, and whose client may use it. */
export interface Exchange {
  readonly request: IncomingMessage
  readonly response: Answer
  readonly target: Target
  readonly params: Match<Row>['params']
  readonly client: Client
}

/** A row with its handler. */
export interface Endpoint extends Row {
  readonly method: 'GET' | 'POST' | 'DELETE'
  /** @throws an error of `errors.ts`, whose status becomes the response's */
  serve(exchange: Exchange): void | Promise<void>
}
