/**
 * The front door of every npm script: `node scripts/main.mjs start|build|test|check|docs|breaking|schema|documents|migration|man|package [ARGS…]`.
 * Written for old Nodes too, so that one that is too old is told so in one line; the rest is loaded afterwards.
 */
import { fileURLToPath } from 'node:url'

const NEEDED = [20, 19]
const COMMANDS = [
  'start',
  'build',
  'test',
  'check',
  'docs',
  'breaking',
  'schema',
  'documents',
  'migration',
  'man',
  'package',
]

const [major, minor] = process.versions.node.split('.').map(Number)
const command = process.argv[2]
if (major < NEEDED[0] || (major === NEEDED[0] && minor < NEEDED[1])) {
  fail(`BuildSpy needs Node ${NEEDED.join('.')} or newer; this is ${process.version}. See https://nodejs.org`)
} else if (!COMMANDS.includes(command)) {
  fail(`Usage: node scripts/main.mjs ${COMMANDS.join('|')} [ARGS…]`)
} else {
  process.chdir(fileURLToPath(new URL('..', import.meta.url)))
  import(`./${command}.mjs`).then(({ main }) => main(process.argv.slice(3))).catch(report)
}

/** A failure we foresaw has a sentence to show; anything else is a defect, and its stack helps. */
function report(error) {
  // Interrupted: what failed did so because it was told to (`interrupted` in failure.mjs).
  if (Number(process.exitCode) > 128) return
  fail(error.name === 'Failure' ? error.message : error.stack, error.exitCode || 1)
}

function fail(message, exitCode) {
  console.error(message)
  process.exitCode = exitCode || 2
}
