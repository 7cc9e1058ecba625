/** The largest command line that is sent, in bytes of JSON text: a submission may have 256 KiB. */
export const COMMAND_LINE_BYTES = 64 * 1024

const CUT = ' … (cut)'

/** Characters that a POSIX shell reads as one plain word. */
const PLAIN = /^[\w@%+=:,./-]+$/

/** An argument as a person would type it in a shell. */
export const quote = (argument: string): string =>
  PLAIN.test(argument) ? argument : `'${argument.replaceAll("'", String.raw`'\''`)}'`

/**
 * A command line as a person would type it.
 * @param cut whether arguments are missing at the end already
 */
export function commandLine(argv: readonly string[], cut = false): string {
  const text = argv.map(quote).join(' ')
  // No character needs more than six bytes of JSON text; most command lines are far below.
  if (text.length * 6 <= COMMAND_LINE_BYTES) return cut ? text + CUT : text
  const kept = shorten(text, COMMAND_LINE_BYTES)
  return cut || kept.length < text.length ? kept + CUT : kept
}

/** As many leading arguments as fit, and a mark if any was left out. */
export function shortenArguments(args: readonly string[]): string[] {
  const kept: string[] = []
  let room = COMMAND_LINE_BYTES
  for (const argument of args) {
    const text = shorten(argument, room)
    room -= jsonBytes(text) + 1
    kept.push(text)
    if (text.length < argument.length || room <= 0) {
      kept.push(`… (${args.length - kept.length} more arguments left out)`)
      break
    }
  }
  return kept
}

const jsonBytes = (text: string): number => Buffer.byteLength(JSON.stringify(text))

/** The longest beginning with at most so many bytes as JSON text. */
function shorten(text: string, bytes: number): string {
  if (jsonBytes(text) <= bytes) return text
  let fits = 0
  let tooLong = Math.min(text.length, bytes)
  while (tooLong - fits > 1) {
    const middle = (fits + tooLong) >> 1
    if (jsonBytes(text.slice(0, middle)) <= bytes) fits = middle
    else tooLong = middle
  }
  // A pair of surrogates is not torn apart.
  return text.slice(0, fits).replace(/[\uD800-\uDBFF]$/, '')
}
