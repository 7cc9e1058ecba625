import { printInPieces } from '../../../wire/json-text.ts'

/** A message in parts, each a frame of it. */
export type Message = readonly (string | Uint8Array)[]

/**
 * Prints a result once for all sockets that it goes to (`shared-executions.ts`). graphql-ws prints each message
 * itself, with the id of its operation; so it is given a number to print, which `fill` replaces by the text. That is
 * in bytes, since each socket would count and encode a text anew, and in a frame of its own, to be copied for none.
 */
export class SharedTexts {
  readonly #made = new WeakMap<object, Message>()
  readonly #held = new Map<number, Message>()
  #count = 0

  /** @returns what stands for a result in the message that is printed and sent next */
  hold(result: object): { text: number } {
    const text = this.#made.get(result) ?? printed(result)
    this.#made.set(result, text)
    this.#held.set(++this.#count, text)
    return { text: this.#count }
  }

  /** The message with the text that its number stands for; any other message as it is. */
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
  const pieces = printInPieces(result, JSON.stringify)
  return [...pieces.slice(0, -1), `${String(pieces.at(-1))}}`].map((piece) =>
    typeof piece === 'string' ? Buffer.from(piece) : piece,
  )
}
