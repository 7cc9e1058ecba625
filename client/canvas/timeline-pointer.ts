import type { TimelineEngine } from './timeline-engine.ts'
import { AXIS, MINIMAP, timeAt } from '../model/timeline/frame.ts'
import { fitAll, type View } from '../model/timeline/viewport.ts'

/** A pointer that moves less than this, in pixels, clicks. */
const CLICK = 4
/** Within this of its edge the minimap's window is resized, not moved. */
const EDGE = 7

type Drag =
  | { kind: 'range' | 'pan'; x: number; y: number; view: View; moved: boolean }
  | { kind: 'window'; grab: 'from' | 'to' | 'both'; x: number; view: View }

/**
 * Connects a pointer with the timeline. A drag selects a range; with Shift, the middle button or a finger it pans. A click
 * selects a process. The wheel scrolls, and with Ctrl it zooms at the pointer. Two fingers pinch. The minimap's window can be
 * dragged.
 * @returns a function that disconnects it
 */
export function listenToPointer(engine: TimelineEngine): () => void {
  const { canvas, camera } = engine
  const fingers = new Map<number, number>()
  let drag: Drag | undefined

  const place = (event: MouseEvent) => {
    const box = canvas.getBoundingClientRect()
    return { x: event.clientX - box.left, y: event.clientY - box.top }
  }

  const down = (event: PointerEvent): void => {
    const { x, y } = place(event)
    fingers.set(event.pointerId, x)
    if (event.button === 2 || fingers.size > 1) return void (drag = undefined)
    canvas.setPointerCapture(event.pointerId)
    canvas.parentElement?.focus({ preventScroll: true })
    if (event.button === 1) event.preventDefault()
    const { view } = camera.frame
    if (y < MINIMAP) drag = grabWindow(x)
    else {
      const pans = event.pointerType === 'touch' || event.button === 1 || event.shiftKey
      drag = { kind: pans ? 'pan' : 'range', x, y, view, moved: false }
    }
  }

  const grabWindow = (x: number): Drag => {
    const perPixel = fitAll(camera.frame.end).to / camera.frame.width
    const { view } = camera.frame
    const from = view.from / perPixel
    const to = view.to / perPixel
    // A window that is the whole map can only be made smaller: a new one is drawn from here.
    const whole = to - from > camera.frame.width - 2 * EDGE
    if (!whole && Math.abs(x - from) < EDGE) return { kind: 'window', grab: 'from', x, view }
    if (!whole && Math.abs(x - to) < EDGE) return { kind: 'window', grab: 'to', x, view }
    if (!whole && x > from && x < to) return { kind: 'window', grab: 'both', x, view }
    const at = x * perPixel
    return { kind: 'window', grab: 'to', x, view: { from: at, to: at } }
  }

  const move = (event: PointerEvent): void => {
    const { x, y } = place(event)
    if (fingers.has(event.pointerId)) {
      if (fingers.size === 2) return pinch(event.pointerId, x)
      fingers.set(event.pointerId, x)
    }
    if (!drag) return engine.hover(x, y)
    if (drag.kind === 'window') return moveWindow(drag, x)
    if (!drag.moved && Math.hypot(x - drag.x, y - drag.y) < CLICK) return
    const first = !drag.moved
    drag.moved = true
    if (first) engine.leave()
    const { frame } = camera
    if (drag.kind === 'range') {
      const a = timeAt(frame, drag.x)
      const b = timeAt(frame, Math.min(Math.max(x, 0), frame.width))
      engine.setRange({ from: Math.max(0, Math.min(a, b)), to: Math.min(Math.max(a, b), frame.end) }, false)
    } else {
      const by = ((drag.x - x) / frame.width) * (drag.view.to - drag.view.from)
      camera.show({ from: drag.view.from + by, to: drag.view.to + by })
      // A finger that moves up and down scrolls the page: see touch-action of the canvas.
      if (event.pointerType !== 'touch') camera.scrollBy(drag.y - y)
      drag.y = y
    }
  }

  const moveWindow = (held: Drag & { kind: 'window' }, x: number): void => {
    const by = ((x - held.x) / camera.frame.width) * fitAll(camera.frame.end).to
    const from = held.view.from + (held.grab === 'to' ? 0 : by)
    const to = held.view.to + (held.grab === 'from' ? 0 : by)
    camera.show({ from: Math.min(from, to), to: Math.max(from, to) })
  }

  const pinch = (finger: number, x: number): void => {
    const other = [...fingers].find(([id]) => id !== finger)![1]
    const before = Math.abs(fingers.get(finger)! - other)
    const after = Math.abs(x - other)
    fingers.set(finger, x)
    if (before > 10 && after > 10) camera.zoom(before / after, (x + other) / 2)
  }

  const up = (event: PointerEvent): void => {
    fingers.delete(event.pointerId)
    const ended = drag
    drag = undefined
    if (!ended || ended.kind === 'window') {
      // A click beside the window moves it there.
      if (ended && ended.view.from === ended.view.to && Math.abs(place(event).x - ended.x) < CLICK)
        centre(ended.x)
      return
    }
    if (ended.moved) {
      if (ended.kind === 'range') engine.setRange(engine.overlay.range, true)
    } else if (event.type === 'pointerup' && ended.y > MINIMAP + AXIS) {
      engine.setRange(null, true)
      engine.choose(engine.hit(ended.x, ended.y))
    }
  }

  const centre = (x: number): void => {
    const { view, width, end } = camera.frame
    const at = (x / width) * fitAll(end).to
    const half = Math.max((view.to - view.from) / 2, end / 40)
    camera.show({ from: at - half, to: at + half }, true)
  }

  const wheel = (event: WheelEvent): void => {
    const line = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? 20 : 1
    const dx = event.deltaX * line
    const dy = event.deltaY * line
    if (event.ctrlKey || event.metaKey) {
      event.preventDefault()
      // A trackpad's pinch comes as many small steps, a wheel's notch as one large step.
      camera.zoom(Math.exp(dy * (Math.abs(dy) < 40 ? 0.01 : 0.0025)), place(event).x)
    } else if (event.shiftKey || Math.abs(dx) > Math.abs(dy)) {
      event.preventDefault()
      camera.pan((event.shiftKey ? dx || dy : dx) / camera.frame.width)
    } else if (camera.scrollBy(dy)) event.preventDefault()
    // At the end of the lanes, the wheel scrolls the page.
    if (!drag) engine.hover(place(event).x, place(event).y)
  }

  const twice = (event: MouseEvent): void => {
    if (engine.hit(place(event).x, place(event).y) >= 0) engine.fitSelection()
  }
  const leave = (): void => engine.leave()

  canvas.addEventListener('pointerdown', down)
  canvas.addEventListener('pointermove', move)
  canvas.addEventListener('pointerup', up)
  canvas.addEventListener('pointercancel', up)
  canvas.addEventListener('pointerleave', leave)
  canvas.addEventListener('dblclick', twice)
  canvas.addEventListener('wheel', wheel, { passive: false })
  return () => {
    canvas.removeEventListener('pointerdown', down)
    canvas.removeEventListener('pointermove', move)
    canvas.removeEventListener('pointerup', up)
    canvas.removeEventListener('pointercancel', up)
    canvas.removeEventListener('pointerleave', leave)
    canvas.removeEventListener('dblclick', twice)
    canvas.removeEventListener('wheel', wheel)
  }
}
