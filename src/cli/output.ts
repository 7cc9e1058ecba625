/** Prints lines on stdout. Whoever reads them may leave early (`| head`), which is no failure. */
export function printLines(lines: readonly string[]): void {
  if (process.stdout.listenerCount('error') === 0) {
    process.stdout.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EPIPE') process.exit(0)
      throw error
    })
  }
  if (lines.length > 0) process.stdout.write(`${lines.join('\n')}\n`)
}
