import { accessSync, constants } from 'node:fs'
import { delimiter, join } from 'node:path'
import { runCommand } from './command.mjs'
import { say, timed } from './progress.mjs'

const BROWSERS = [
  'chromium',
  'chromium-browser',
  'google-chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
]

/**
 * Something that Debian brings: commands of which one must be there, its packages, and what it is for.
 * @typedef {{ commands: readonly string[], debian: string, use: string }} Part
 */

/** What the tests need beside Node. @type {readonly Part[]} */
export const TEST_PARTS = [
  { commands: BROWSERS, debian: 'chromium', use: 'the browser test' },
  { commands: ['make'], debian: 'make', use: 'the tracer tests' },
  { commands: ['gcc'], debian: 'gcc libc6-dev', use: 'the tracer tests' },
  { commands: ['strace'], debian: 'strace', use: 'the tracer tests' },
  { commands: ['redis-server'], debian: 'redis-server', use: 'the tests of several daemons' },
  { commands: ['gdb'], debian: 'gdb', use: 'the tracer tests' },
  { commands: ['zsh'], debian: 'zsh', use: 'the test of completions' },
  { commands: ['fish'], debian: 'fish', use: 'the test of completions' },
]

/**
 * Installs the parts that are missing, if it may: as root, where apt is.
 * @param {readonly Part[]} parts
 * @returns {Promise<readonly Part[]>} those that are missing still
 */
export async function provide(parts) {
  if (missing(parts).length > 0 && process.getuid?.() === 0 && isThere('apt-get'))
    await aptInstall(missing(parts))
  return missing(parts)
}

/** Says what is missing and how to install it. @param {readonly Part[]} parts */
export function describeMissing(parts) {
  const lines = parts.map(({ commands, use }) => `${commands[0]} is missing (for ${use})`)
  return [...lines, `To install: sudo apt-get install ${packages(parts)}`].join('\n')
}

/** A failure is only printed, and the caller decides about missing parts. */
async function aptInstall(parts) {
  const env = { DEBIAN_FRONTEND: 'noninteractive' }
  const names = packages(parts)
  const install = ['install', '-y', '-qq', '--no-install-recommends', ...names.split(' ')]
  await timed(`apt-get install ${names}`, async () => {
    await runCommand('apt-get', ['update', '-qq'], { env })
    await runCommand('apt-get', install, { env })
  }).catch((error) => say(error.message))
}

function packages(parts) {
  return [...new Set(parts.flatMap(({ debian }) => debian.split(' ')))].join(' ')
}

function missing(parts) {
  return parts.filter(({ commands }) => !commands.some(isThere))
}

/** Whether a command is in the PATH, or a path names a program. */
function isThere(command) {
  const directories = command.startsWith('/') ? [''] : (process.env.PATH ?? '').split(delimiter)
  return directories.some((directory) => isExecutable(join(directory, command)))
}

function isExecutable(path) {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}
