let isWatched = false

/** Prints lines on stdout. Whoever reads them may leave early (`| head`), which is no failure. */
export function printLines(lines: readonly string[]): void {
  watch(() => process.exit(0))
  if (lines.length > 0) process.stdout.write(`${lines.join('\n')}\n`)
}

/** Prints a part of a help text on stdout, after which nothing is done that would have to be stopped. */
export function printHelp(text: string): void {
  watch(() => {})
  process.stdout.write(text)
}

/** @param left is called when nobody reads stdout any more */
function watch(left: () => void): void {
  // Not by counting listeners: a pipe has one of Node's own.
  if (isWatched) return
  isWatched = true
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error
    left()
  })
}
