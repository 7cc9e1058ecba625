import { createHash } from 'node:crypto'
import { mkdirSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

/**
 * Whether a step is stale, decided by content and never by times, which a checkout changes at will.
 * A step's stamp holds a hash of what it reads and the names and sizes of what it wrote. It is removed before the
 * step and written after it, so that an interrupted step counts as not done.
 *
 * @typedef {object} Stamped
 * @property {string} name names the stamp
 * @property {readonly string[]} inputs files and directories it reads, and `!` exceptions; a missing one counts as empty
 * @property {readonly string[]} outputs files and directories it writes, and `!` exceptions; each must exist afterwards
 */

/** Removed with node_modules, because a build with other dependencies is stale. */
const STAMPS = 'node_modules/.buildspy'

/** @param {Stamped} step */
export function isFresh(step) {
  const stamp = readStamp(step)
  return (
    stamp !== undefined &&
    stamp.outputs.every(([path, size]) => statSync(path, { throwIfNoEntry: false })?.size === size) &&
    stamp.inputs === hashInputs(step)
  )
}

/**
 * Does the work between removing the stamp and writing it. Inputs that change while it runs leave it stale.
 * @param {Stamped} step
 * @param {() => Promise<unknown>} work
 */
export async function stamped(step, work) {
  rmSync(stampFile(step), { force: true })
  const inputs = hashInputs(step)
  await work()
  const outputs = listFiles(step.outputs).map((path) => [path, statSync(path).size])
  mkdirSync(dirname(stampFile(step)), { recursive: true })
  writeFileSync(stampFile(step), JSON.stringify({ inputs, outputs }))
}

/**
 * Every file under the paths, sorted.
 * @param {readonly string[]} paths files and directories; `!path` leaves one out, `!*.test.ts` every name that ends so
 */
export function listFiles(paths) {
  const exceptions = paths.filter((path) => path.startsWith('!')).map((path) => path.slice(1))
  const excepted = (path) =>
    exceptions.some((rule) => (rule.startsWith('*') ? path.endsWith(rule.slice(1)) : path === rule))
  return paths
    .filter((path) => !path.startsWith('!'))
    .flatMap((path) => walk(path, excepted))
    .toSorted()
}

function walk(path, excepted) {
  const stat = statSync(path, { throwIfNoEntry: false })
  if (!stat || excepted(path)) return []
  if (!stat.isDirectory()) return [path]
  return readdirSync(path).flatMap((name) => walk(join(path, name), excepted))
}

/** @param {Stamped} step */
function hashInputs({ inputs }) {
  const hash = createHash('sha256').update(process.version)
  for (const path of listFiles(inputs)) {
    const content = readFileSync(path)
    // Lengths keep the end of one file from reading like the start of the next.
    hash.update(`\0${path}\0${content.length}\0`).update(content)
  }
  return hash.digest('hex')
}

/** A stamp that cannot be read is no stamp. */
function readStamp(step) {
  try {
    return JSON.parse(readFileSync(stampFile(step), 'utf8'))
  } catch {
    return undefined
  }
}

function stampFile({ name }) {
  return join(STAMPS, `${name}.json`)
}
