import { chromium, type CDPSession, type Page } from '@playwright/test'
import { findChromium } from '../../test/e2e/support/chromium.ts'
import { watchHeaps } from './heaps.ts'

/** Runs in the page. It records the time of each animation frame's callbacks, and long tasks. */
const WATCH = `
  window.frameTimes = []
  window.longTasks = []
  const real = window.requestAnimationFrame.bind(window)
  window.requestAnimationFrame = (callback) => real((time) => {
    const began = performance.now()
    callback(time)
    window.frameTimes.push(performance.now() - began)
  })
  new PerformanceObserver((list) => {
    for (const { duration } of list.getEntries()) window.longTasks.push(duration)
  }).observe({ type: 'longtask' })`

/** Resolves when the last drawing is on the screen. */
const PAINTED = 'new Promise((done) => requestAnimationFrame(() => setTimeout(done)))'

/** Clicks on a run; resolves to the milliseconds to its heading and to its picture: its hook is there as soon as it is drawn. */
const clickAndWait = (id: string) => `new Promise((resolve) => {
  const began = performance.now()
  document.querySelector('[data-run="${id}"]').click()
  let heading = 0
  const look = async () => {
    if (!heading && document.querySelector('[data-testid=run-command]')) {
      heading = -1
      ${PAINTED}.then(() => (heading = performance.now() - began))
    }
    if (!window.__buildspyTimeline) return setTimeout(look, 4)
    await ${PAINTED}
    resolve({ heading, canvas: performance.now() - began })
  }
  look()
})`

/** Changes the table of processes; resolves to the milliseconds until it shows something else. */
const changeTable = (change: string) => `new Promise((resolve) => {
  const table = document.querySelector('[data-testid=processes]')
  const content = () => table.querySelector('[data-testid=shown-count]').textContent +
    [...table.querySelectorAll('[data-testid=process-row]')].map((row) => row.textContent).join()
  const before = content()
  const began = performance.now()
  ;(() => { ${change} })()
  const look = async () => {
    if (content() === before) return setTimeout(look, 2)
    await ${PAINTED}
    resolve(performance.now() - began)
  }
  look()
})`

const filterBy = (
  text: string,
) => `const field = table.querySelector('input[type=search], input[type=text], input:not([type])')
  field.value = '${text}'
  field.dispatchEvent(new Event('input', { bubbles: true }))`

const sortBy = (word: string) => `[...table.querySelectorAll('[role=columnheader] button')]
  .find((one) => one.textContent.trim() === '${word}').click()`
/** Resolves when the picture shows how processes spent their time. */
const WITH_BANDS = `new Promise((resolve) => {
  const look = () => (window.__buildspyTimeline?.hasBands() ? resolve() : setTimeout(look, 4))
  look()
})`

/** Shows the critical path; resolves when it is drawn. */
const SHOW_PATH = `new Promise((resolve) => {
  const began = performance.now()
  document.querySelector('[data-testid=show-path]').click()
  const look = async () => {
    if (!window.__buildspyTimeline.path()) return setTimeout(look, 4)
    await ${PAINTED}
    resolve(performance.now() - began)
  }
  look()
})`

/** Chooses a layout; resolves when it is drawn. */
const chooseLayout = (word: string) => `new Promise((resolve) => {
  const placed = () => window.__buildspyTimeline.layout()
  const began = performance.now()
  const label = [...document.querySelectorAll('label')].find((one) => one.textContent.trim() === '${word}')
  label.click()
  const look = async () => {
    if (placed() !== '${word.toLowerCase()}') return setTimeout(look, 4)
    await ${PAINTED}
    resolve(performance.now() - began)
  }
  look()
})`

/** Starts the system's Chromium. */
export async function openBrowser() {
  const browser = await chromium.launch({
    executablePath: findChromium(),
    args: ['--disable-gpu', ...(process.getuid?.() === 0 ? ['--no-sandbox'] : [])],
  })
  return {
    async page(): Promise<BenchPage> {
      const context = await browser.newContext({ viewport: { width: 1440, height: 900 } })
      const page = await context.newPage()
      page.setDefaultTimeout(120_000)
      await page.addInitScript({ content: WATCH })
      return new BenchPage(page, await context.newCDPSession(page))
    },
    close: () => browser.close(),
  }
}

/** A page of the dashboard that is measured. */
export class BenchPage {
  readonly heap: () => Promise<number>

  constructor(
    private readonly page: Page,
    session: CDPSession,
  ) {
    this.heap = watchHeaps(session)
  }

  async goto(url: string): Promise<void> {
    await this.page.goto(url)
  }

  /** Waits for the picture. */
  async drawn(): Promise<void> {
    await this.page.getByTestId('timeline').waitFor()
  }

  /**
   * Opens a run from the list.
   * @returns milliseconds to its heading and its picture, and the longest task until all of it was mounted
   */
  async open(url: string, id: string): Promise<{ heading: number; canvas: number; task: number }> {
    await this.page.goto(`${url}/runs`)
    await this.page.locator(`[data-run="${id}"]`).waitFor()
    // By then the list has fetched the code for the next click.
    await this.page.waitForTimeout(1500)
    await this.clear()
    const shown = await this.page.evaluate<{ heading: number; canvas: number }>(clickAndWait(id))
    await this.page.getByTestId('process-row').first().waitFor()
    await this.page.waitForTimeout(1000)
    return { ...shown, task: await this.longestTask() }
  }

  /** Opens the page of the timeline, until it shows how processes spent their time. */
  async openTimeline(url: string, id: string): Promise<void> {
    await this.page.goto(`${url}/runs/${id}/timeline`)
    await this.page.evaluate(WITH_BANDS)
  }

  /** Shows the critical path. @returns milliseconds until it is drawn, and the longest task meanwhile */
  async showPath(): Promise<{ ms: number; task: number }> {
    await this.clear()
    const ms = await this.page.evaluate<number>(SHOW_PATH)
    await this.page.waitForTimeout(200)
    return { ms, task: await this.longestTask() }
  }

  async pointAtTimeline(): Promise<void> {
    const box = (await this.page.getByTestId('timeline').boundingBox())!
    await this.page.mouse.move(box.x + box.width / 2, box.y + box.height / 2)
  }

  /** Presses a key and lets the picture come to rest. */
  async press(key: string): Promise<void> {
    await this.page.keyboard.press(key)
    await this.page.waitForTimeout(180)
  }

  /** Changes the layout there and back. @returns the longer of the two, and the longest task meanwhile */
  async switchLayout(): Promise<{ ms: number; task: number }> {
    await this.clear()
    const packed = await this.page.evaluate<number>(chooseLayout('Packed'))
    const tree = await this.page.evaluate<number>(chooseLayout('Tree'))
    await this.page.waitForTimeout(200)
    return { ms: Math.max(packed, tree), task: await this.longestTask() }
  }

  /** Filters the table of processes, and sorts it. @returns milliseconds of each, and the longest task meanwhile */
  async changeTable(): Promise<{ filter: number; sort: number; task: number }> {
    await this.clear()
    const filter = await this.page.evaluate<number>(changeTable(filterBy('cc1 module_1')))
    await this.page.evaluate<number>(changeTable(filterBy('')))
    await this.page.waitForTimeout(500)
    const sort = await this.page.evaluate<number>(changeTable(sortBy('Command line')))
    await this.page.waitForTimeout(200)
    return { filter, sort, task: await this.longestTask() }
  }

  /** Forgets the measurements so far. */
  async clear(): Promise<void> {
    await this.page.evaluate('frameTimes.length = longTasks.length = 0')
  }

  /** p50, p95 and the longest of the frames since, in milliseconds. */
  async frames(): Promise<number[]> {
    const times = (await this.page.evaluate<number[]>('frameTimes')).sort((a, b) => a - b)
    return [0.5, 0.95, 1].map((share) => times[Math.floor(share * (times.length - 1))] ?? 0)
  }

  /** The longest task since, in milliseconds; 0 if none took 50. */
  longestTask(): Promise<number> {
    return this.page.evaluate('Math.max(0, ...longTasks)')
  }

  async close(): Promise<void> {
    await this.page.context().close()
  }
}
