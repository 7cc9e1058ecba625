import { randomUUID } from 'node:crypto'

/** Stands for a text while what holds it is printed; nobody can know it. */
const PLACEHOLDER = `JsonText ${randomUUID()}`

/** The texts that were met in what is printed now. */
let met: JsonText[] | undefined

/** A value that is JSON already, in UTF-8 and in pieces: it may be longer than a string can be. */
export class JsonText {
  constructor(readonly pieces: readonly Uint8Array[]) {}

  /** For `JSON.stringify`, where nobody asked for pieces. */
  toJSON(): unknown {
    if (!met) return JSON.parse(Buffer.concat(this.pieces).toString())
    met.push(this)
    return PLACEHOLDER
  }
}

/**
 * Prints a value as JSON, with the texts in it as they are: that a value holds a large one costs nothing.
 * @param print makes the JSON, by `JSON.stringify`
 */
export function printInPieces(value: object, print: (value: object) => string): (string | Uint8Array)[] {
  const texts: JsonText[] = []
  met = texts
  try {
    const json = print(value)
    if (!texts.length) return [json]
    const between = json.split(`"${PLACEHOLDER}"`)
    return between.flatMap((part, at) => [part, ...(texts[at]?.pieces ?? [])])
  } finally {
    met = undefined
  }
}
