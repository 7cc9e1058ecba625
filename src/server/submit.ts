import type { IncomingMessage } from 'node:http'
import { setImmediate } from 'node:timers/promises'
import type { Ingest } from '../services/ingest.ts'
import { BuildSpyError, TooLarge } from '../errors.ts'
import { parseSubmission } from '../wire/parse.ts'
import type { Submission } from '../wire/read.ts'
import type { Answer } from './answer.ts'
import { ENCODINGS, isDecodable, readBody } from './body.ts'
import { respond } from './respond.ts'

const EVENT_LIMIT = 256 * 1024
const NDJSON_LIMIT = 5 * 1024 * 1024
const LINES_LIMIT = 1000

/** Lines read in one turn of the event loop, which take a millisecond. So no other request waits longer. */
const SLICE = 100

/**
 * `POST /api/live/submit`: one JSON object, or many as NDJSON lines, plain or compressed. The limits apply to the decompressed
 * body. It responds after the commit. (API reference; wire notes.)
 */
export const submitHandler =
  (ingest: Ingest) =>
  async (request: IncomingMessage, response: Answer): Promise<void> => {
    if (!isDecodable(request))
      return respond(
        response,
        415,
        {
          error: `Send the body as it is, or encoded by ${ENCODINGS}, not ${request.headers['content-encoding']}`,
        },
        { 'accept-encoding': ENCODINGS },
      )
    const type = request.headers['content-type']?.split(';', 1)[0]?.trim().toLowerCase() ?? 'application/json'
    if (type === 'application/json') await submitOne(ingest, request, response)
    else if (type === 'application/x-ndjson') await submitLines(ingest, request, response)
    else respond(response, 415, { error: `Send application/json or application/x-ndjson, not ${type}` })
  }

async function submitOne(ingest: Ingest, request: IncomingMessage, response: Answer): Promise<void> {
  const body = await readBody(request, EVENT_LIMIT)
  const [error] = await ingest.submit([parseSubmission(body)], Buffer.byteLength(body))
  if (error) throw error
  respond(response, 200, { status: 'success' })
}

async function submitLines(ingest: Ingest, request: IncomingMessage, response: Answer): Promise<void> {
  const { status, body } = await takeLines(ingest, await readBody(request, NDJSON_LIMIT))
  respond(response, status, body)
}

/** The response to a body of lines. */
export interface LinesAnswer {
  readonly status: 200 | 400
  readonly body: object
}

/**
 * Stores the valid lines, and lists the others with their errors. Lines count from 1.
 * @throws TooLarge if there are too many; Unavailable if they cannot be stored now
 */
export async function takeLines(ingest: Ingest, body: string): Promise<LinesAnswer> {
  const lines = body.trimEnd().split('\n', LINES_LIMIT + 1)
  if (lines.length > LINES_LIMIT)
    throw new TooLarge(`The body has more than ${LINES_LIMIT} lines. Send them in several requests.`)
  const valid: { line: number; submission: Submission }[] = []
  const rejected: { line: number; error: string }[] = []
  for (const [index, text] of lines.entries()) {
    if (index % SLICE === SLICE - 1) await setImmediate()
    if (!text.trim()) continue
    const line = index + 1
    try {
      if (Buffer.byteLength(text) > EVENT_LIMIT)
        throw new TooLarge(`A line takes at most ${EVENT_LIMIT} bytes`)
      valid.push({ line, submission: parseSubmission(text) })
    } catch (error) {
      if (!(error instanceof BuildSpyError)) throw error
      rejected.push({ line, error: error.message })
    }
  }
  const submissions = valid.map(({ submission }) => submission)
  const outcomes = await ingest.submit(submissions, Buffer.byteLength(body))
  outcomes.forEach(
    (error, place) => error && rejected.push({ line: valid[place]!.line, error: error.message }),
  )
  rejected.sort((a, b) => a.line - b.line)
  const accepted = outcomes.filter((error) => !error).length
  if (accepted) return { status: 200, body: { status: 'success', accepted, rejected } }
  const error = rejected[0]?.error ?? 'The body has no lines'
  return { status: 400, body: { error, accepted, rejected } }
}
