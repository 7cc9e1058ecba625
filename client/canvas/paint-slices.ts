import { laneTop, lanesInSight, lanesTop, SLICE, type Frame } from '../model/timeline/frame.ts'
import { TOOL_COLOURS } from '../model/timeline/tool-colours.ts'
import type { ProcessRows } from '../model/processes/process-rows.ts'
import { FAILED_ABOVE_KIND, FAILED_KIND, PASSED_OVER_KIND, type Scene } from '../model/timeline/scene.ts'
import { collectSlices, SliceBuffer } from '../model/timeline/slices.ts'
import { paintBands } from './paint-bands.ts'
import type { TimelineTheme } from './theme.ts'
import type { WaitBands } from '../model/timeline/wait-bands.ts'

const KINDS = FAILED_ABOVE_KIND + 1
/** Narrower slices are plain rectangles, because nobody would see their rounded corners. */
const ROUNDED = 8
const LEAST_LABEL = 26
const WAITING_ALPHA = 0.42
/** A text with a typical width for paths and options. */
const SAMPLE = 'src/mod_file-name.o build/Core_Engine2.cpp'

/** Draws the visible slices, colour by colour, then their labels. Keeps its buffers from frame to frame. */
export class SlicePainter {
  readonly #buffer = new SliceBuffer()
  readonly #ofKind = new Int32Array(KINDS + 1)
  #byKind = new Int32Array(1024)
  /** Widths of names by string number, for one font. */
  readonly #widths = new Map<number, number>()
  #font = ''
  /** The approximate width of a character, for texts not worth measuring. */
  #character = 6
  /** Subjects of command lines by string number. */
  readonly #subjects = new Map<number, string>()
  #rows: ProcessRows | undefined

  /**
   * @param kind how each row is painted: as in the scene, or with the rows dimmed that a search does not find
   * @param bands how processes spent their time; null to leave that out
   */
  paint(
    ctx: CanvasRenderingContext2D,
    frame: Frame,
    scene: Scene,
    theme: TimelineTheme,
    kind: Uint8Array,
    bands: WaitBands | null,
  ): void {
    const { lanes } = scene
    // String numbers belong to one run.
    if (this.#rows !== scene.rows) {
      this.#widths.clear()
      this.#subjects.clear()
    }
    this.#rows = scene.rows
    const searched = kind !== scene.kind
    // Found slices come before the others, or else failed ones do.
    const first = (row: number) => (searched ? kind[row] !== PASSED_OVER_KIND : kind[row] === FAILED_KIND)
    collectSlices(lanes, frame.view, frame.width, lanesInSight(frame), frame.now, first, this.#buffer)
    this.#sortByKind(kind)
    ctx.save()
    ctx.beginPath()
    ctx.rect(0, lanesTop(frame), frame.width, frame.height - lanesTop(frame))
    ctx.clip()
    for (let k = 0; k < KINDS; k++) this.#fill(ctx, frame, theme, k)
    ctx.globalAlpha = 1
    if (bands) paintBands(ctx, frame, this.#buffer, bands, theme, (row) => kind[row] !== PASSED_OVER_KIND)
    this.#label(ctx, frame, scene, theme, kind)
    this.#markRunning(ctx, frame, scene, theme)
    ctx.restore()
  }

  /** A counting sort of the rectangles, so that each colour is set once. */
  #sortByKind(kind: Uint8Array): void {
    const { count, row } = this.#buffer
    if (this.#byKind.length < count) this.#byKind = new Int32Array(count * 2)
    this.#ofKind.fill(0)
    for (let i = 0; i < count; i++) this.#ofKind[kind[row[i]!]! + 1]!++
    for (let k = 0; k < KINDS; k++) this.#ofKind[k + 1]! += this.#ofKind[k]!
    const next = this.#ofKind.slice()
    for (let i = 0; i < count; i++) this.#byKind[next[kind[row[i]!]!]!++] = i
  }

  #fill(ctx: CanvasRenderingContext2D, frame: Frame, theme: TimelineTheme, kind: number): void {
    const first = this.#ofKind[kind]!
    const last = this.#ofKind[kind + 1]!
    if (first === last) return
    const waits = kind >= TOOL_COLOURS && kind < FAILED_KIND
    ctx.fillStyle = colourOfKind(theme, kind)
    ctx.globalAlpha = waits ? WAITING_ALPHA : 1
    ctx.beginPath()
    for (let at = first; at < last; at++) {
      const i = this.#byKind[at]!
      const x = this.#buffer.x[i]!
      const width = this.#buffer.width[i]!
      const y = laneTop(frame, this.#buffer.lane[i]!)
      // Half a pixel of space keeps neighbours apart.
      if (width > ROUNDED) ctx.roundRect(x, y, width - 0.75, SLICE, 3)
      else ctx.rect(x, y, Math.max(width - 0.5, 1), SLICE)
    }
    ctx.fill()
    if (kind !== FAILED_ABOVE_KIND) return
    ctx.strokeStyle = theme.failed
    ctx.lineWidth = 1
    ctx.stroke()
  }

  #label(
    ctx: CanvasRenderingContext2D,
    frame: Frame,
    { rows }: Scene,
    theme: TimelineTheme,
    kind: Uint8Array,
  ): void {
    ctx.font = `500 11px ${theme.font}`
    if (this.#font !== ctx.font) {
      this.#widths.clear()
      this.#font = ctx.font
      this.#character = ctx.measureText(SAMPLE).width / SAMPLE.length
    }
    ctx.textBaseline = 'middle'
    const { x, width, lane, row, count } = this.#buffer
    for (let i = 0; i < count; i++) {
      if (width[i]! < LEAST_LABEL) continue
      const r = row[i]!
      // A slice that began before the view has its label at the left edge.
      const left = Math.max(x[i]!, 0) + 6
      const room = Math.min(x[i]! + width[i]!, frame.width) - left - 5
      if (room < 14) continue
      const k = kind[r]!
      if (k === PASSED_OVER_KIND) continue
      const y = laneTop(frame, lane[i]!) + SLICE / 2 + 0.5
      const name = k === FAILED_KIND ? `✕ ${rows.shownNameOf(r)}` : rows.shownNameOf(r)
      ctx.fillStyle = k === FAILED_KIND ? theme.failedText : k >= TOOL_COLOURS ? theme.text : theme.sliceText
      const nameWidth = this.#widthOf(ctx, k === FAILED_KIND ? -1 - rows.name[r]! : rows.name[r]!, name)
      if (nameWidth > room) {
        ctx.fillText(shorten(name, nameWidth / name.length, room), left, y, room)
        continue
      }
      ctx.fillText(name, left, y)
      const rest = room - nameWidth - 7
      if (rest < 30) continue
      ctx.globalAlpha = 0.68
      ctx.fillText(shorten(this.#subjectOf(rows, r), this.#character, rest), left + nameWidth + 7, y, rest)
      ctx.globalAlpha = 1
    }
  }

  #subjectOf(rows: ProcessRows, row: number): string {
    const key = rows.commandLine[row]!
    let subject = this.#subjects.get(key)
    if (subject === undefined) this.#subjects.set(key, (subject = rows.shownSubjectOf(row).slice(0, 300)))
    return subject
  }

  #widthOf(ctx: CanvasRenderingContext2D, key: number, text: string): number {
    let width = this.#widths.get(key)
    if (width === undefined) this.#widths.set(key, (width = ctx.measureText(text).width))
    return width
  }

  /** Marks the open end of running processes with a bright right edge. */
  #markRunning(ctx: CanvasRenderingContext2D, frame: Frame, scene: Scene, theme: TimelineTheme): void {
    const { x, width, lane, row, count } = this.#buffer
    ctx.fillStyle = theme.live
    for (let i = 0; i < count; i++)
      if (width[i]! > 2 && scene.rows.isRunning(row[i]!))
        ctx.fillRect(x[i]! + width[i]! - 2, laneTop(frame, lane[i]!), 2, SLICE)
  }
}

/** A process that failed because of a child has the outline of a failed one, so that the child stands out. */
function colourOfKind(theme: TimelineTheme, kind: number): string {
  if (kind === FAILED_KIND) return theme.failed
  if (kind === FAILED_ABOVE_KIND) return theme.failedAbove
  return kind === PASSED_OVER_KIND ? theme.passedOver : theme.slices[kind % TOOL_COLOURS]!
}

/** A name cut shorter than this is useless. */
const LEAST_CHARACTERS = 4

/** Cuts a text to a width, by the width of a character. */
function shorten(text: string, character: number, room: number): string {
  const fits = Math.floor(room / character)
  return fits >= text.length ? text : fits < LEAST_CHARACTERS ? '' : `${text.slice(0, fits - 1)}…`
}
