import { createHash } from 'node:crypto'
import { linkSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { say } from './progress.mjs'

const POLL = 200

/**
 * Does the work while no other set-up of this checkout is under way: `npm start` in one terminal and `npm test` in
 * another would otherwise write the same files.
 * @template T
 * @param {() => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function exclusively(work) {
  // Outside the checkout, because the install removes files in node_modules.
  const checkout = createHash('sha256').update(process.cwd()).digest('hex').slice(0, 16)
  const file = join(tmpdir(), `buildspy-setup-${checkout}.lock`)
  let told = false
  while (!take(file)) {
    const holder = holderOf(file)
    if (!isAlive(holder)) rmSync(file, { force: true })
    else if (!told) say(`Waiting for another set-up of this directory (process ${holder})`)
    told = true
    await sleep(POLL)
  }
  const release = () => rmSync(file, { force: true })
  process.once('exit', release)
  try {
    return await work()
  } finally {
    process.off('exit', release)
    release()
  }
}

/** By a link, which appears with its content: nobody ever reads a lock without a holder. */
function take(file) {
  const mine = `${file}.${process.pid}`
  writeFileSync(mine, String(process.pid))
  try {
    linkSync(mine, file)
    return true
  } catch (error) {
    if (error.code === 'EEXIST') return false
    throw error
  } finally {
    rmSync(mine)
  }
}

function holderOf(file) {
  try {
    return Number(readFileSync(file, 'utf8'))
  } catch {
    return 0
  }
}

/** A set-up that was killed leaves its file behind. */
function isAlive(pid) {
  try {
    return pid > 0 && process.kill(pid, 0)
  } catch (error) {
    return error.code === 'EPERM'
  }
}
