import { randomUUID } from 'node:crypto'
import { ServerResponse, type IncomingMessage } from 'node:http'

/** A response, with the id of its request in the log. */
export class Answer<Request extends IncomingMessage = IncomingMessage> extends ServerResponse<Request> {
  readonly id = randomUUID()
  /** The path of the matched route, for the metrics, so that they have few labels. */
  route = 'other'
}
