import {
  LANE,
  lanesTop,
  laneTop,
  SLICE,
  timeAt,
  xOf,
  type Frame,
  type Strips,
} from '../model/timeline/frame.ts'
import * as views from '../model/timeline/viewport.ts'
import type { View } from '../model/timeline/viewport.ts'

const ANIMATION_MS = 140
/** The picture of a live run moves when the time since the last frame is worth this many pixels, or this many milliseconds. */
const LEAST_PIXELS = 0.5
const LEAST_MS = 500

/** The events of a camera. */
export interface CameraEvents {
  /** The frame changed, or will change with the next animation frame. */
  changed(): void
  follow(following: boolean): void
}

/** The visible part of the run: zoom, pan, scroll, short animations, and following the end of a live run. */
export class Camera {
  frame: Frame = { width: 1, height: 1, strips: 1, view: { from: 0, to: 1 }, scroll: 0, now: 0, end: 1 }
  #animation: { from: View; to: View; began: number } | undefined
  #following = false
  /** The length of a following view; Infinity for the whole run. */
  #length = Infinity
  #live = false
  #lanes = 0

  constructor(
    private readonly events: CameraEvents,
    private readonly still: () => boolean,
    strips: Strips,
  ) {
    this.frame = { ...this.frame, strips }
  }

  /** Whether it needs the next animation frame. */
  get moving(): boolean {
    return this.#animation !== undefined || this.#live
  }

  get live(): boolean {
    return this.#live
  }
  set live(live: boolean) {
    const ended = this.#live && !live
    this.#live = live
    // A view that followed the whole run shows the whole run when it ends.
    if (ended && this.#following && this.#length === Infinity) this.#setView(views.fitAll(this.frame.end))
    if (!live) this.#setFollowing(false)
  }

  /** Shows a part of a run, or the whole run. The whole of a live run is followed. */
  open(live: boolean, part: View | null): void {
    this.#live = live
    this.#length = Infinity
    this.#animation = undefined
    const view = part ? views.clampView(part, this.frame.end) : views.fitAll(this.frame.end)
    this.frame = { ...this.frame, view, scroll: 0 }
    this.#setFollowing(live && !part)
    this.events.changed()
  }

  resize(width: number, height: number): void {
    this.frame = { ...this.frame, width, height }
    this.scrollBy(0)
  }

  /** Sets the end of the run and the number of its lanes. */
  setExtent(end: number, lanes: number): void {
    this.#lanes = lanes
    this.#moveNow(end)
    this.scrollBy(0)
  }

  /** @param factor below 1: closer @param x the point that stays in place, in pixels */
  zoom(factor: number, x = this.frame.width / 2, animate = false): void {
    this.#go(views.zoomAt(this.#goal(), factor, timeAt(this.frame, x), this.frame.end), animate)
  }

  /** Moves the view by a share of its length. */
  pan(share: number, animate = false): void {
    const view = this.#goal()
    this.#go(views.panBy(view, (view.to - view.from) * share, this.frame.end), animate)
  }

  show(view: View, animate = false): void {
    this.#go(views.clampView(view, this.frame.end), animate)
  }

  fitSpan(from: number, to: number): void {
    this.#go(views.fitSpan(from, to, this.frame.end), true)
  }

  fitAll(): void {
    this.#go(views.fitAll(this.frame.end), true)
    this.#length = Infinity
    this.#setFollowing(this.#live)
  }

  /** Keeps the present at the right edge, without changing the length of the view. */
  follow(): void {
    const { from, to } = this.frame.view
    this.#length = from <= 0 ? Infinity : to - from
    this.#animation = undefined
    this.#setFollowing(this.#live)
  }

  /** @returns whether the lanes moved */
  scrollBy(pixels: number): boolean {
    const most = Math.max(0, this.#lanes * LANE + 8 - (this.frame.height - lanesTop(this.frame)))
    const scroll = Math.min(most, Math.max(0, this.frame.scroll + pixels))
    if (scroll === this.frame.scroll) return false
    this.frame = { ...this.frame, scroll }
    this.events.changed()
    return true
  }

  /** Shows a span of a lane with the smallest move. A span across the whole view needs none. */
  reveal(from: number, to: number, lane: number): void {
    const goal = this.#goal()
    const crosses = from <= goal.from && to >= goal.to
    const seen = views.reveal(goal, from, to, this.frame.end)
    if (seen !== goal && !crosses) this.#go(seen, true)
    const top = laneTop(this.frame, lane)
    if (top < lanesTop(this.frame)) this.scrollBy(top - lanesTop(this.frame) - LANE)
    else if (top + SLICE > this.frame.height) this.scrollBy(top + SLICE + LANE - this.frame.height)
  }

  /** Advances to an animation frame. @param now the end of the run at this moment, in ms since the origin */
  advance(time: number, now: number): void {
    if (this.#animation) {
      const share = Math.min(1, Math.max(0, (time - this.#animation.began) / ANIMATION_MS))
      const { from, to } = this.#animation
      if (share === 1) this.#animation = undefined
      this.#setView(share === 1 ? to : views.between(from, to, 1 - (1 - share) ** 3))
    }
    if (!this.#live) return
    const pixels = xOf(this.frame, now) - xOf(this.frame, this.frame.now)
    if (pixels < LEAST_PIXELS && now - this.frame.now < LEAST_MS) return
    this.#moveNow(now)
    this.events.changed()
  }

  /** Moves the end of the run, and the view with it if it follows. */
  #moveNow(now: number): void {
    // The last events of a run may arrive after the news of its end, and the whole of it stays in sight.
    const grows = !this.#live && now > this.frame.end && views.isWhole(this.frame.view, this.frame.end)
    this.frame = { ...this.frame, now, end: now }
    if (grows && !this.#animation) this.#setView(views.fitAll(now))
    if (!this.#following || this.#animation) return
    const { to } = views.fitAll(now)
    this.#setView({ from: this.#length === Infinity ? 0 : Math.max(0, to - this.#length), to })
  }

  /** The goal of an animation, or else the view. */
  #goal(): View {
    return this.#animation?.to ?? this.frame.view
  }

  #go(view: View, animate: boolean): void {
    this.#setFollowing(false)
    this.#animation =
      animate && !this.still() ? { from: this.frame.view, to: view, began: performance.now() } : undefined
    if (!this.#animation) this.#setView(view)
    this.events.changed()
  }

  #setView(view: View): void {
    this.frame = { ...this.frame, view }
    this.events.changed()
  }

  #setFollowing(following: boolean): void {
    if (following === this.#following) return
    this.#following = following
    this.events.follow(following)
  }
}
