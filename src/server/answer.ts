import { randomUUID } from 'node:crypto'
import { ServerResponse, type IncomingMessage } from 'node:http'

/** An answer, with the id by which the log knows its request. */
export class Answer<Request extends IncomingMessage = IncomingMessage> extends ServerResponse<Request> {
  readonly id = randomUUID()
  /** The path of the route that its request matched, for the metrics: few, whatever is asked. */
  route = 'other'
}
