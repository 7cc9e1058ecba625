import { setTimeout as pause } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { startDaemon } from '../test/e2e/support/daemon.ts'
import { batches, simulateBuild, submitBuild, submitLines } from '../test/support/simulated-build.ts'
import { openBrowser, type BenchPage } from './support/browser.ts'
import { download } from './support/download.ts'

/**
 * `npx tsx bench/dashboard.ts [ROW…]`, after `npm run build`: what the dashboard costs its reader, in software
 * rendering. A row is a number of processes, or `live`: 100,000 events within a minute, watched. In milliseconds:
 *
 * - daemon: what the daemon takes to read, encode and compress the processes, if nobody asked before; and MB on the wire
 * - heading, canvas: from the click on a run to its heading and its first whole picture on the screen, the median of three
 * - task: the longest that the page was held up, while it opened and the rest was mounted; 0 for none above 50
 * - frame: what JavaScript takes of a frame while the picture zooms and pans
 * - held: the longest that the page was held up meanwhile
 * - layout: from the tree to packed lanes and back, each until it is drawn, and the longest that the page was held up
 * - filter, sort: the table of processes, by two words and by command line, and the longest that the page was held up
 * - bands: p95 of the frames on the page of the timeline, with a band in each slice
 * - path: from the click until the critical path is drawn, the longest that the page was held up, and p95 of the
 *   frames with it
 * - heap: the JavaScript memory of the page and its worker at most, with their buffers, in MB
 */
const ROWS = { '1k': 1000, '10k': 10_000, '100k': 100_000, '1m': 1_000_000 }
const LIVE = { events: 100_000, seconds: 60 }
const KEYS = 'w w w d d a w w d s s a s s 0 w d 0'.split(' ')

const { positionals } = parseArgs({ allowPositionals: true })
const wanted = positionals.length ? positionals : [...Object.keys(ROWS), 'live']
const daemon = await startDaemon()
const browser = await openBrowser()
try {
  print(
    (
      'row daemon MB heading canvas task frame-p50 p95 most held layout held filter sort held ' +
      'bands-p95 path held p95 heap'
    ).split(' '),
  )
  for (const row of wanted) {
    if (row === 'live') await live()
    else await still(row, ROWS[row as keyof typeof ROWS] ?? Number(row))
  }
} finally {
  await browser.close()
  await daemon.close()
}

async function still(row: string, processes: number): Promise<void> {
  const id = await submitBuild(daemon.url, { processes, endsOnly: processes > 100_000 })
  const daemons = await download(`${daemon.url}/api/runs/${id}/columns`)
  const openings: { heading: number; canvas: number; task: number }[] = []
  let page: BenchPage | undefined
  for (let i = 0; i < 3; i++) {
    await page?.close()
    page = await browser.page()
    openings.push(await page.open(daemon.url, id))
  }
  const middleOf = (key: 'heading' | 'canvas') => openings.map((one) => one[key]).sort((a, b) => a - b)[1]!
  const task = Math.max(...openings.map((opening) => opening.task))
  const frames = await moving(page!)
  const layout = await page!.switchLayout()
  const table = await page!.changeTable()
  await page!.openTimeline(daemon.url, id)
  const [, bands] = await moving(page!)
  const path = await page!.showPath()
  const [, withPath] = await moving(page!)
  const opening = [daemons.ms, daemons.bytes / 1e6, middleOf('heading'), middleOf('canvas'), task]
  const changes = [layout.ms, layout.task, table.filter, table.sort, table.task]
  const onTimeline = [bands!, path.ms, path.task, withPath!]
  print([row, ...opening, ...frames, ...changes, ...onTimeline, await page!.heap()])
  await page!.close()
}

async function live(): Promise<void> {
  const { run, submissions } = simulateBuild({ processes: LIVE.events / 2, jobs: 64, start: Date.now() })
  const bodies = [...batches(submissions, 250)]
  // The last says that it ended: not before it was watched to the end.
  const [first, ...rest] = bodies
  await submitLines(daemon.url, first!)
  const page = await browser.page()
  await page.goto(`${daemon.url}/runs/${run.id}`)
  await page.drawn()
  await page.clear()
  let heap = 0
  const began = performance.now()
  for (const [i, body] of rest.entries()) {
    await pause(began + ((i + 1) / rest.length) * LIVE.seconds * 1000 - performance.now())
    await submitLines(daemon.url, body)
    if (i % 20 === 0) heap = Math.max(heap, await page.heap())
  }
  await pause(1000)
  const frames = [...(await page.frames()), await page.longestTask()]
  const [opening, changes] = [Array<string>(5).fill(''), Array<string>(9).fill('')]
  print(['live', ...opening, ...frames, ...changes, Math.max(heap, await page.heap())])
  await page.close()
}

/** Zooms and pans. @returns p50, p95 and the longest of the frames, and the longest that the page was held up */
async function moving(page: BenchPage): Promise<number[]> {
  await page.pointAtTimeline()
  await page.clear()
  for (const key of KEYS) await page.press(key)
  return [...(await page.frames()), await page.longestTask()]
}

function print(cells: readonly (string | number)[]): void {
  const shown = cells.map((cell) => (typeof cell === 'number' ? cell.toFixed(cell < 100 ? 1 : 0) : cell))
  process.stdout.write(`${shown.map((cell) => cell.padStart(9)).join(' ')}\n`)
}
