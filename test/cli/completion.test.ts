import { chmodSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeEach, expect, test } from 'vitest'
import { temporaryDirectory, testDaemon } from '../support/daemon.ts'
import { aRun } from '../support/submissions.ts'
import { FIXTURES } from '../tracers/support/fixtures.ts'
import { BUILDSPY, execute } from '../tracers/support/record.ts'
import { buildspy } from './support/buildspy.ts'

/** What is typed, and what a shell makes of it when there is one way to go on. */
const TYPED = [
  ['buildspy ex', 'export'],
  ['buildspy run --trac', '--tracer'],
  ['buildspy run --tracer po', 'poll'],
  ['buildspy completion zs', 'zsh'],
] as const

let home: string
let run: string
let env: NodeJS.ProcessEnv

/** A home with `buildspy` as a command, and a daemon with one run. */
beforeEach(async () => {
  const { url, submit } = await testDaemon()
  const submission = aRun()
  await submit(submission)
  run = submission.data.id.slice(0, 8)
  home = await temporaryDirectory()
  const program = join(home, 'buildspy')
  writeFileSync(program, `#!/bin/sh\nexec '${process.execPath}' '${BUILDSPY}' "$@"\n`)
  chmodSync(program, 0o755)
  const path = `${home}:${process.env['PATH']}`
  env = { ...process.env, HOME: home, ZDOTDIR: home, PATH: path, BUILDSPY_URL: url, TERM: 'dumb' }
})

async function install(shell: string, file: string): Promise<void> {
  writeFileSync(join(home, file), (await buildspy('', ['completion', shell])).stdout)
}

async function output(program: string, ...args: string[]): Promise<string> {
  const { stdout } = await (await execute(program, args, { env, cwd: home })).done
  return stdout.toString()
}

test('bash completes commands, options, their values, and runs', async () => {
  await install('bash', 'completion.bash')
  const complete = `source ~/completion.bash
    try() { COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _buildspy; echo "\${COMPREPLY[@]}"; }`
  const tries = [...TYPED.map(([typed]) => typed), `buildspy show ${run.slice(0, 6)}`].map(
    (typed) => `try ${typed}`,
  )
  const lines = (await output('bash', '-c', [complete, ...tries].join('\n'))).split('\n')
  expect(lines.slice(0, TYPED.length)).toEqual(TYPED.map(([, completed]) => completed))
  expect(lines[TYPED.length]).toMatch(run)
})

test('fish completes commands, options, their values, runs, and the command to record', async () => {
  await install('fish', 'completion.fish')
  const typed = [...TYPED.map(([text]) => text), `buildspy show ${run.slice(0, 6)}`, 'buildspy run -- whoam']
  const script = typed.map((text) => `complete -C '${text}'`).join('; ')
  const lines = (await output('fish', '-N', '-c', `source ~/completion.fish; ${script}`)).split('\n')
  const words = lines.map((line) => line.split('\t')[0])
  expect(words.slice(0, TYPED.length)).toEqual(TYPED.map(([, completed]) => completed))
  expect(words[TYPED.length]).toMatch(run)
  expect(words[TYPED.length + 1]).toBe('whoami')
})

test('zsh completes commands, options, their values, runs, and the command to record', async () => {
  await install('zsh', '_buildspy')
  writeFileSync(
    join(home, '.zshrc'),
    // Each line, once completed, prints itself; the completions ask the command for runs.
    `PS1='ready>'; fpath=(~ $fpath); autoload -U compinit; compinit -u -D\nbuildspy() { [[ $1 == ls ]] && command buildspy "$@" || print -r -- "[$*]" }\n`,
  )
  const typed = [...TYPED.map(([text]) => text), `buildspy show ${run.slice(0, 6)}`, 'buildspy run -- whoam']
  const steps = [...typed.map((text) => String.raw`${text}\t\n`), String.raw`exit\n`]
  const args = steps.flatMap((keys) => ['ready>', keys])
  const screen = await output('python3', join(FIXTURES, 'terminal.py'), ...args, '--', 'zsh', '-i')
  const lines = [...screen.matchAll(/^\[(.+)\]\r$/gm)].map(([, line]) => line)
  expect(lines.slice(0, TYPED.length)).toEqual([
    'export',
    'run --tracer',
    'run --tracer poll',
    'completion zsh',
  ])
  expect(lines[TYPED.length]).toBe(`show ${run}`)
  expect(lines[TYPED.length + 1]).toBe('run -- whoami')
})
