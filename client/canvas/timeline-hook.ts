import type { TimelineEngine } from './timeline-engine.ts'
import type { Layout } from '../model/timeline/lanes.ts'
import type { ProcessRows } from '../model/processes/process-rows.ts'

/** A slice for a test, with a point inside it in pixels of the page's viewport. */
export interface HookedSlice {
  readonly row: number
  readonly pid: number
  readonly name: string
  readonly commandLine: string
  readonly running: boolean
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

/** A view of the canvas for browser tests, because a canvas has no elements. */
export interface TimelineHook {
  /** The visible slices. */
  slices(): HookedSlice[]
  /** The visible part of the run, in milliseconds since its start. */
  view(): { readonly from: number; readonly to: number }
  /** The rows of the critical path that the picture outlines; null if it shows none. */
  path(): readonly number[] | null
  /** Whether the picture shows how processes spent their time. */
  hasBands(): boolean
  /** The layout of the picture. */
  layout(): Layout | undefined
}

declare global {
  interface Window {
    __buildspyTimeline?: TimelineHook
  }
}

/** Publishes the hook, which only reads. @returns a function that removes it */
export function publishHook(engine: TimelineEngine, rows: () => ProcessRows): () => void {
  const hook: TimelineHook = {
    slices() {
      const box = engine.canvas.getBoundingClientRect()
      return engine.visibleRows().map((row) => {
        const rect = engine.rectOf(row)!
        return {
          row,
          pid: rows().pid[row]!,
          name: rows().nameOf(row),
          commandLine: rows().commandLineOf(row),
          running: rows().isRunning(row),
          ...rect,
          x: rect.x + box.left,
          y: rect.y + box.top,
        }
      })
    },
    view: () => engine.camera.frame.view,
    path: () => engine.shown.path?.rows ?? null,
    hasBands: () => engine.shown.bands !== null,
    layout: () => engine.layout,
  }
  window.__buildspyTimeline = hook
  return () => {
    if (window.__buildspyTimeline === hook) delete window.__buildspyTimeline
  }
}
