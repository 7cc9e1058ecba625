import { randomUUID } from 'node:crypto'

/** Stands for a text in printed JSON; nobody can guess it. */
const PLACEHOLDER = `JsonText ${randomUUID()}`

/** The texts found while printing. */
let met: JsonText[] | undefined

/** A value that is JSON already, in UTF-8 and in pieces, because it can exceed the longest possible string. */
export class JsonText {
  constructor(readonly pieces: readonly Uint8Array[]) {}

  /** For `JSON.stringify` without pieces. */
  toJSON(): unknown {
    if (!met) return JSON.parse(Buffer.concat(this.pieces).toString())
    met.push(this)
    return PLACEHOLDER
  }
}

/**
 * Prints a value as JSON, with the texts in it as they are, so that a large text costs nothing.
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
