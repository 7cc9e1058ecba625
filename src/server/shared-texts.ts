/**
 * Prints a result once for all sockets that it goes to (`shared-executions.ts`). graphql-ws prints each message
 * itself, with the id of its operation; so it is given a number to print, which `fill` replaces by the text.
 */
export class SharedTexts {
  readonly #made = new WeakMap<object, string>()
  readonly #held = new Map<number, string>()
  #count = 0

  /** @returns what stands for a result in the message that is printed and sent next */
  hold(result: object): { text: number } {
    const text = this.#made.get(result) ?? JSON.stringify(result)
    this.#made.set(result, text)
    this.#held.set(++this.#count, text)
    return { text: this.#count }
  }

  /** The message with the text that its number stands for; any other message as it is. */
  fill(message: string): string {
    const [placeholder, number] = /\{"text":(\d+)\}\}$/.exec(message) ?? []
    const text = this.#held.get(Number(number))
    if (placeholder === undefined || text === undefined) return message
    this.#held.delete(Number(number))
    return `${message.slice(0, -placeholder.length)}${text}}`
  }
}
