import { chromium, type Page } from '@playwright/test'
import { findChromium } from '../test/e2e/support/chromium.ts'
import { startDaemon } from '../test/e2e/support/daemon.ts'
import { submitBuild } from '../test/support/simulated-build.ts'

/**
 * `npx tsx bench/dashboard.ts [PROCESSES…]`, after `npm run build`: for simulated builds of each size the time from
 * the click on a run to its picture, and the JavaScript time of a frame while the picture zooms and pans, in software
 * rendering.
 */
const sizes = process.argv.slice(2).map(Number)

/** Runs in the page: notes how long the callbacks of each animation frame take. */
const TIME_FRAMES = `
  window.frameTimes = []
  const real = window.requestAnimationFrame.bind(window)
  window.requestAnimationFrame = (callback) => real((time) => {
    const began = performance.now()
    callback(time)
    window.frameTimes.push(performance.now() - began)
  })`

/** Runs in the page: clicks on a run; the hook is there as soon as its picture is drawn. */
const clickAndWait = (id: string) => `new Promise((resolve) => {
  const began = performance.now()
  document.querySelector('[data-run="${id}"]').click()
  const look = () => window.__buildspyTimeline ? resolve(performance.now() - began) : setTimeout(look, 5)
  look()
})`

const daemon = await startDaemon()
const browser = await chromium.launch({
  executablePath: findChromium(),
  args: ['--disable-gpu', ...(process.getuid?.() === 0 ? ['--no-sandbox'] : [])],
})
try {
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 } })
  await page.addInitScript({ content: TIME_FRAMES })
  for (const processes of sizes.length ? sizes : [1000, 10_000, 100_000]) {
    const id = await submitBuild(daemon.url, { processes })
    const paints = [await firstPaint(page, id), await firstPaint(page, id), await firstPaint(page, id)]
    const frames = (await frameTimes(page)).sort((a, b) => a - b)
    const at = (share: number) => frames[Math.floor(share * (frames.length - 1))]!.toFixed(1)
    process.stdout.write(
      `${processes} processes: picture ${paints.map((ms) => ms.toFixed(0)).join(', ')} ms after the click; ` +
        `a frame takes p50 ${at(0.5)}, p95 ${at(0.95)}, at most ${at(1)} ms (${frames.length} frames)\n`,
    )
  }
} finally {
  await browser.close()
  await daemon.close()
}

async function firstPaint(page: Page, id: string): Promise<number> {
  await page.goto(`${daemon.url}/runs`)
  await page.locator(`[data-run="${id}"]`).waitFor()
  await page.waitForTimeout(1500)
  return page.evaluate(clickAndWait(id))
}

async function frameTimes(page: Page): Promise<number[]> {
  await page.waitForTimeout(2500)
  const box = (await page.getByTestId('timeline').boundingBox())!
  await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2)
  await page.evaluate('frameTimes.length = 0')
  for (const key of [
    'w',
    'w',
    'w',
    'd',
    'd',
    'a',
    'w',
    'w',
    'd',
    's',
    's',
    'a',
    's',
    's',
    '0',
    'w',
    'd',
    '0',
  ]) {
    await page.keyboard.press(key)
    await page.waitForTimeout(180)
  }
  return page.evaluate('frameTimes')
}
