import { randomUUID } from 'node:crypto'

/** Stands for a text in printed JSON; nobody can guess it. */
const PLACEHOLDER = `JsonText ${randomUUID()}`

/** The texts found while printing. */
let met: JsonText[] | undefined

/** A value that is JSON already, in UTF-8 and in pieces, because it can exceed the longest possible string. */
export class JsonText {
  /** @param pieces can be read more than once @param size in bytes, about */
  constructor(
    readonly pieces: Iterable<Uint8Array>,
    readonly size: number,
  ) {}

  /** Of pieces that are there. */
  static of(pieces: readonly Uint8Array[]): JsonText {
    return new JsonText(
      pieces,
      pieces.reduce((sum, piece) => sum + piece.length, 0),
    )
  }

  /** For `JSON.stringify` without pieces. */
  toJSON(): unknown {
    if (!met) return JSON.parse(Buffer.concat([...this.pieces]).toString())
    met.push(this)
    return PLACEHOLDER
  }
}

/**
 * Prints a value as JSON, with the texts in it as they are, so that a large text costs nothing until its piece is sent.
 * @param print makes the JSON, by `JSON.stringify`
 * @returns a string if there are no texts in it
 */
export function printInPieces(
  value: object,
  print: (value: object) => string,
): string | Iterable<string | Uint8Array> {
  const texts: JsonText[] = []
  met = texts
  try {
    const json = print(value)
    return texts.length ? joined(json.split(`"${PLACEHOLDER}"`), texts) : json
  } finally {
    met = undefined
  }
}

function* joined(between: readonly string[], texts: readonly JsonText[]): Generator<string | Uint8Array> {
  for (const [at, part] of between.entries()) {
    yield part
    const text = texts[at]
    if (text) yield* text.pieces
  }
}
