import { printInPieces } from '../../../wire/json-text.ts'

/** A message in parts, each a frame of it. */
export type Message = readonly (string | Uint8Array)[]

/**
 * Prints a result once for all its sockets (`shared-executions.ts`). graphql-ws prints each message itself, with the id of its
 * operation, so it prints a number, and `fill` replaces the number by the text. The text is in bytes, because each socket would
 * count and encode a string anew, and in a frame of its own, so that no socket copies it.
 */
export class SharedTexts {
  readonly #made = new WeakMap<object, Message>()
  readonly #held = new Map<number, Message>()
  #count = 0

  /** @returns a placeholder for the result in the next message */
  hold(result: object): { text: number } {
    const text = this.#made.get(result) ?? printed(result)
    this.#made.set(result, text)
    this.#held.set(++this.#count, text)
    return { text: this.#count }
  }

  /** The message with the text in place of its number; any other message unchanged. */
  fill(message: string): Message {
    const [placeholder, number] = /\{"text":(\d+)\}\}$/.exec(message) ?? []
    const text = this.#held.get(Number(number))
    if (placeholder === undefined || text === undefined) return [message]
    this.#held.delete(Number(number))
    return [message.slice(0, -placeholder.length), ...text]
  }
}

/** The result and the end of the message around it. */
function printed(result: object): Message {
  const text = printInPieces(result, JSON.stringify)
  const pieces = typeof text === 'string' ? [text] : [...text]
  return [...pieces.slice(0, -1), `${String(pieces.at(-1))}}`].map((piece) =>
    typeof piece === 'string' ? Buffer.from(piece) : piece,
  )
}
