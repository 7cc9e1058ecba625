import { readFileSync } from 'node:fs'
import { runCommand } from './command.mjs'
import { Failure } from './failure.mjs'

/** The oldest npm that Node 20.19 brings along. */
const OLDEST_NPM = 10

/** `npm ci` as a step of the set-up. */
export const install = {
  name: 'install',
  task: 'installing (npm ci)',
  needs: [],
  inputs: [],
  outputs: ['node_modules/.package-lock.json'],
  // A stamp would install again after a developer's own `npm install`; npm's record of the tree knows better.
  isFresh: isInstalled,
  run: installDependencies,
}

/** Whether node_modules is what the lockfile says. npm writes its own copy of the lockfile there last. */
function isInstalled() {
  const wanted = readLock('package-lock.json')
  const present = readLock('node_modules/.package-lock.json')
  if (!wanted || !present) return false
  return Object.entries(wanted).every(([path, { version, optional }]) =>
    // Optional ones are mostly other platforms' binaries. The empty path is the project itself.
    path === ''
      ? declared(wanted['']) === declared(manifest())
      : present[path]
        ? present[path].version === version
        : optional,
  )
}

async function installDependencies({ signal }) {
  checkNpm()
  // npm's own file if npm started us: the same npm, and no shell.
  const [command, args] = process.env.npm_execpath?.endsWith('.js')
    ? [process.execPath, [process.env.npm_execpath]]
    : ['npm', []]
  await runCommand(command, [...args, 'ci', '--no-audit', '--no-fund'], { signal, hint })
}

/** Says how to go on after the failures that have one cause. */
function hint(output) {
  if (/EUSAGE/.test(output)) return 'package.json and package-lock.json disagree. Run: npm install'
  if (/ENOTFOUND|ECONNREFUSED|ETIMEDOUT|EAI_AGAIN/.test(output)) {
    return 'The package registry could not be reached: check the network and `npm config get registry`.'
  }
  return undefined
}

/** npm names itself in the environment of its scripts, and so do its rivals. */
function checkNpm() {
  const agent = process.env.npm_config_user_agent ?? `npm/${OLDEST_NPM}`
  const [, name, major] = /^([a-z]+)\/(\d+)/.exec(agent) ?? []
  const isNpm = name === 'npm'
  if (isNpm && Number(major) >= OLDEST_NPM) return
  throw new Failure(
    `BuildSpy is set up with npm ${OLDEST_NPM} or newer, not ${agent.split(' ')[0]}. ` +
      (isNpm ? 'Run: npm install --global npm' : 'Run: npm start'),
    { exitCode: 2 },
  )
}

function manifest() {
  return JSON.parse(readFileSync('package.json', 'utf8'))
}

/** The dependencies in a package.json, or in the lockfile's copy of it. */
function declared({ dependencies = {}, devDependencies = {} }) {
  return JSON.stringify([dependencies, devDependencies].map((group) => Object.entries(group).toSorted()))
}

function readLock(path) {
  try {
    return JSON.parse(readFileSync(path, 'utf8')).packages
  } catch {
    return undefined
  }
}
