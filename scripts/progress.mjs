import { interrupted } from './failure.mjs'

/** One line for each finished task, with its time; on a terminal also a line below with the tasks in progress. */
const terminal = process.stdout.isTTY
const underWay = new Map()
let ticker

/**
 * Says that a task runs, and when it is done how long it took.
 * @template T
 * @param {string} task what is done, in a few words
 * @param {() => Promise<T>} work
 * @param {AbortSignal} [signal] aborted: a failure is no fault of this task
 * @returns {Promise<T>}
 */
export async function timed(task, work, signal) {
  const begin = performance.now()
  underWay.set(task, begin)
  redraw()
  try {
    const result = await work()
    finish(task, `${task.padEnd(44)} ${seconds(begin).padStart(7)}`)
    return result
  } catch (error) {
    finish(
      task,
      `${task.padEnd(44)} ${seconds(begin).padStart(7)}  ${signal?.aborted || interrupted() ? 'stopped' : 'failed'}`,
    )
    throw error
  }
}

/** @param {string} line */
export function say(line) {
  clear()
  console.log(line)
  redraw()
}

function finish(task, line) {
  underWay.delete(task)
  say(line)
}

function redraw() {
  if (!terminal) return
  clear()
  if (underWay.size === 0) {
    clearInterval(ticker)
    ticker = undefined
    return
  }
  const tasks = [...underWay].map(([task, begin]) => `${task} ${seconds(begin).split('.')[0]} s`)
  process.stdout.write(`… ${tasks.join(', ')}`.slice(0, process.stdout.columns - 1))
  ticker ??= setInterval(redraw, 1000).unref()
}

function clear() {
  if (terminal) process.stdout.write('\r\x1b[K')
}

function seconds(begin) {
  return `${((performance.now() - begin) / 1000).toFixed(1)} s`
}
