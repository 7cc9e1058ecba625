import { lineText, type Line } from './line.ts'
import { printText } from './output.ts'
import type { Paint } from './paint.ts'
import { writeWhole } from './write-whole.ts'

/** Draws lines over those drawn before, at the bottom of a terminal (ECMA-48). */
export class Screen {
  private drawn = 0
  private readonly output: NodeJS.WriteStream
  private readonly paint: Paint
  private readonly showCursor = (): void => {
    try {
      writeWhole(1, '\u001b[?25h')
    } catch {
      // The terminal is gone.
    }
  }
  private readonly interrupted = (): void => {
    this.showCursor()
    process.exit(130)
  }

  constructor(output: NodeJS.WriteStream, paint: Paint) {
    this.output = output
    this.paint = paint
    printText('\u001b[?25l')
    process.once('exit', this.showCursor)
    process.once('SIGINT', this.interrupted)
  }

  get size(): { columns: number; rows: number } {
    return { columns: this.output.columns || 80, rows: this.output.rows || 24 }
  }

  draw(lines: readonly Line[]): void {
    const up = this.drawn > 0 ? `\u001b[${this.drawn}A` : ''
    // The end of each line clears the rest of an earlier one, and the last step clears the lines below.
    printText(`\r${up}${lines.map((line) => `${lineText(line, this.paint)}\u001b[K\n`).join('')}\u001b[J`)
    this.drawn = lines.length
  }

  /** Leaves the last picture, and the cursor below it. */
  close(): void {
    process.off('exit', this.showCursor)
    process.off('SIGINT', this.interrupted)
    this.showCursor()
  }
}
