import type { IncomingMessage } from 'node:http'
import type { Row } from '../rest/row.ts'
import type { Client } from './access/client.ts'
import type { Answer } from './answer.ts'
import type { Match } from './route-table.ts'
import type { Target } from './access/target.ts'

/** A request that matched a row, and that its client may make. */
export interface Exchange {
  readonly request: IncomingMessage
  readonly response: Answer
  readonly target: Target
  readonly params: Match<Row>['params']
  readonly client: Client
}

/** A row, with what answers it. */
export interface Endpoint extends Row {
  readonly method: 'GET' | 'POST' | 'DELETE'
  /** @throws an error of `errors.ts`, which is answered with its status */
  serve(exchange: Exchange): void | Promise<void>
}
