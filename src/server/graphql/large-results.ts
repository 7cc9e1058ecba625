import { Readable } from 'node:stream'
import type { ExecutionResult } from 'graphql'
import type { Plugin, YogaInitialContext } from 'graphql-yoga'
import { turn } from '../../turn.ts'
import { printInPieces } from '../../wire/json-text.ts'

/** A result with its own printer, as Yoga accepts it. */
interface Printed extends ExecutionResult {
  readonly stringify?: (result: ExecutionResult) => string
}

/**
 * Sends a result that contains JSON text (`JsonText`) over HTTP in pieces, one in each turn of the event loop. Yoga wants a
 * string and makes a response of it, so this plugin replaces the body of that response.
 */
export function sendLargeResults(): Plugin {
  const held = new WeakMap<Request, Iterable<string | Uint8Array>>()
  return {
    onExecute({ args }) {
      const { request } = args.contextValue as Partial<YogaInitialContext>
      if (!request) return
      return {
        onExecuteDone({ result, setResult }) {
          if (Symbol.asyncIterator in result) return
          const stringify = (result: ExecutionResult) => {
            const pieces = printInPieces(result, JSON.stringify)
            if (typeof pieces === 'string') return pieces
            held.set(request, pieces)
            return ''
          }
          setResult({ ...result, stringify } as Printed)
        },
      }
    },
    onResponse({ request, response, setResponse, fetchAPI }) {
      const pieces = held.get(request)
      if (!pieces) return
      held.delete(request)
      const headers = new fetchAPI.Headers(response.headers)
      headers.delete('content-length')
      setResponse(new fetchAPI.Response(bodyOf(pieces), { status: response.status, headers }))
    },
  }
}

/** Node's `Response` takes a `Readable` as its body; the type that it has from the DOM does not say so. */
function bodyOf(pieces: Iterable<string | Uint8Array>): BodyInit {
  const body: object = Readable.from(inTurns(pieces), { objectMode: false })
  return body as BodyInit
}

async function* inTurns(pieces: Iterable<string | Uint8Array>) {
  for (const piece of pieces) {
    await turn()
    yield piece
  }
}
