import { spawn } from 'node:child_process'
import { appendFileSync, existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs'
import { dirname } from 'node:path'

/**
 * The entry of the GitHub action: reads its inputs and the event, runs `buildspy ci`, and writes the outputs. action.yml calls it
 * after it has installed BuildSpy and restored the baseline. Plain Node.js without dependencies, because nothing installs them.
 */

/** An input as action.yml passes it. */
const input = (name) => process.env[`INPUT_${name.replaceAll('-', '_').toUpperCase()}`]?.trim() ?? ''

/** A line of the output file: no value of ours has a line break. */
const output = (name, value) => appendFileSync(process.env.GITHUB_OUTPUT, `${name}=${value}\n`)

/**
 * Whether this job builds the default branch, whose builds are the baseline. A pull request is none, even one whose branch has the
 * same name in a fork.
 */
function isDefaultBranch() {
  const event = JSON.parse(readFileSync(process.env.GITHUB_EVENT_PATH, 'utf8'))
  const branch = event.repository?.default_branch
  return !event.pull_request && branch !== undefined && process.env.GITHUB_REF === `refs/heads/${branch}`
}

/** Ends with the exit code of a program, which hears the signals that cancel a job. */
function run(program, args) {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { stdio: 'inherit' })
    const pass = (signal) => child.kill(signal)
    for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, pass)
    child.once('error', reject)
    child.once('close', (code, signal) => resolve(code ?? (signal === 'SIGINT' ? 130 : 143)))
  })
}

/** What the gate said: JUnit tells it, whatever exit code the build itself has. */
function resultOf(junit, code) {
  if (!existsSync(junit)) return code === 0 ? 'not-judged' : 'failed'
  const text = readFileSync(junit, 'utf8')
  if (text.includes('<failure ')) return 'slower'
  return text.includes('<skipped ') ? 'not-judged' : 'passed'
}

const record = input('record')
const junit = input('junit')
const update = isDefaultBranch()
mkdirSync(dirname(record), { recursive: true })
rmSync(junit, { force: true })

const limit = input('fail-if-slower')
const args = ['ci', '--output', record, '--baseline', input('baseline'), '--junit', junit]
if (limit) args.push('--fail-if-slower', limit)
if (update) args.push('--update-baseline')
if (input('files') === 'true') args.push('--files=project')
// As GitHub runs `run:`, but with the text itself: builds with the same text are one baseline.
args.push('--', 'bash', '--noprofile', '--norc', '-eo', 'pipefail', '-c', input('run'))
const code = await run(input('buildspy') || 'buildspy', args)
const result = resultOf(junit, code)
output('result', result)
output('record', record)
output('update-baseline', update && code === 0)
if (result === 'slower')
  process.stdout.write(
    `::${limit ? 'error' : 'warning'} title=BuildSpy::The build is slower than its baseline. The summary of the job names what changed.\n`,
  )
process.exitCode = code
