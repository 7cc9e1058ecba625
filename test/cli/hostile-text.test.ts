import { randomUUID } from 'node:crypto'
import { createServer } from 'node:http'
import { createServer as createSocketServer, type AddressInfo, type Server } from 'node:net'
import { once } from 'node:events'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { temporaryDirectory, testDaemon } from '../support/daemon.ts'
import { anEvent, aRun } from '../support/submissions.ts'
import { FIXTURES } from '../tracers/support/fixtures.ts'
import { BUILDSPY, execute, type RecordOptions } from '../tracers/support/record.ts'

/** Sets a title, colours, clears, moves, reorders, hides and breaks lines; none of it is a sequence of ours. */
const HOSTILE =
  'a\u001b]0;t\u0007\u001b[35m\u001b[2J\u009b3J\u009d0;t\u009c\u0085\u007f\b\r\n\t\u202eb\u202c\u2066\u2069\u200e\u200f\u061c\u2028\u2029\u200b\u200d\ufeff\u{e0041}z'

const STEERS = /(?!\n)[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u

/** The styles of `paint.ts`, the redrawing of `screen.ts`, and a terminal's ends of lines. */
// oxlint-disable-next-line no-control-regex -- these are what is looked for
const OURS = /\u001b\[(?:1|2|4|22|24|31|33|36|39)m|\u001b\[\?25[lh]|\u001b\[\d+A|\u001b\[[KJ]|\r/g

const inTerminal = (args: readonly string[]) =>
  ['python3', [join(FIXTURES, 'terminal.py'), '--', process.execPath, BUILDSPY, ...args]] as const
const inPipe = (args: readonly string[]) => [process.execPath, [BUILDSPY, ...args]] as const

/** Runs `buildspy` in a terminal and in a pipe, and fails if anything comes out that steers. @returns what came */
async function both(args: readonly string[], options: RecordOptions): Promise<string> {
  const shown: string[] = []
  for (const [program, words] of [inTerminal(args), inPipe(args)]) {
    const { stdout, stderr } = await (await execute(program, words, options)).done
    const text = stdout.toString() + stderr
    const rest = program === 'python3' ? text.replace(OURS, '') : text.replaceAll('\r\n', '\n')
    expect(rest, `${program} ${args.join(' ')}`).not.toMatch(STEERS)
    shown.push(rest)
  }
  return shown.join('')
}

/** A run all of whose texts are hostile. */
function hostileRun() {
  const run = aRun({
    command: HOSTILE,
    args: [HOSTILE],
    working_dir: HOSTILE,
    host: HOSTILE,
    labels: { [HOSTILE]: HOSTILE },
    start_time: new Date().toISOString(),
  })
  const { id } = run.data
  const facts = { name: HOSTILE, cmdline: `${HOSTILE} ${HOSTILE}`, working_dir: HOSTILE }
  const started = anEvent(id, 'process_start', { ...facts, start_time: run.data.start_time })
  const ended = anEvent(id, 'process_end', {
    ...facts,
    start_time: run.data.start_time,
    end_time: new Date().toISOString(),
    signal: HOSTILE.slice(0, 40),
    exit_code: 3,
  })
  const final = {
    ...run,
    data: {
      ...run.data,
      status: 'failed' as const,
      exit_code: 3,
      end_time: new Date().toISOString(),
      capture: { tracer: 'ptrace' as const, processes: 1, dropped: 0, blind_spots: [HOSTILE] },
    },
  }
  return { id, run, started, ended, final }
}

const env = (url: string): NodeJS.ProcessEnv => {
  const { NO_COLOR: _, ...rest } = process.env
  return { ...rest, BUILDSPY_URL: url }
}

test('no command lets a recorded text steer the terminal', { timeout: 300_000 }, async () => {
  const { url, submit } = await testDaemon()
  const [one, two] = [hostileRun(), hostileRun()]
  for (const { run, started, ended, final } of [one, two]) await submit(run, started, ended, final)
  const file = join(await temporaryDirectory(), `record ${HOSTILE}.ndjson`)
  writeFileSync(file, `${JSON.stringify({ type: HOSTILE })}\n{"a":"${HOSTILE}\n`)
  const options = { env: env(url) }
  const shown: readonly string[] = [
    'ls',
    'ls --json',
    ...['', ' --tree', ' --slowest 5', ' --by-tool', ' --json'].map((option) => `show ${one.id}${option}`),
    ...['', ' --json'].map((option) => `compare ${one.id} ${two.id}${option}`),
    `predict ${one.id} --cores 1`,
    ...['ndjson', 'chrome', 'otlp', 'csv'].map((format) => `export ${one.id} -f ${format}`),
    `tail ${one.id}`,
  ]
  for (const command of shown) {
    const text = await both(command.split(' '), options)
    if (!command.startsWith('tail')) expect(text, command).toMatch(/\\x1b\]0;t|\\u001b\]0;t/)
  }
  const silent = [
    // The record is packed in it.
    ['export', one.id, '-f', 'html'],
    ['import', file],
    ['import', '--json', file],
    ['import', HOSTILE],
    ['export', one.id, '-o', `/nowhere/${HOSTILE}`],
    ['pin', one.id],
    ['open', '--print', one.id],
    ['show', HOSTILE],
    ['rm', HOSTILE],
    ['rm', one.id, '11111111-1111-4111-8111-111111111111'],
    [HOSTILE],
    ['ls', '--search', HOSTILE],
    ['ls', `--${HOSTILE}`],
    ['ls', '--url', `http://${HOSTILE}`],
    ['export', '--format', HOSTILE],
    ['completion', HOSTILE],
    ['completion', 'bash'],
    ['completion', 'zsh'],
    ['completion', 'fish'],
    ['--help'],
  ]
  for (const args of silent) await both(args, options)
  await both(['ls'], { env: { ...env(url), BUILDSPY_URL: HOSTILE } })
})

test('tail of a live run does not either', { timeout: 120_000 }, async () => {
  for (const launch of [inTerminal, inPipe]) {
    const { url, submit } = await testDaemon()
    const { run, started, ended, final } = hostileRun()
    const [program, words] = launch(['tail'])
    const { child, done } = await execute(program, [...words], { env: env(url) })
    let seen = ''
    let pid = 1000
    child.stdout!.on('data', (part) => (seen += String(part)))
    await submit(run, started)
    // A process that ended before tail had read the run is no news to it: another ends until one is.
    await expect
      .poll(async () => {
        const process = { ...ended.data.process, pid: pid++ }
        await submit({ ...ended, data: { ...ended.data, id: randomUUID(), process } })
        return seen
      })
      .toContain(String.raw`\x1b]0;t`)
    await submit(final)
    await submit(anEvent(run.data.id, 'build_complete', { pid: 0, name: 'build', exit_code: 3 }))
    const { stdout, stderr } = await done
    expect((stdout.toString() + stderr).replace(OURS, '')).not.toMatch(STEERS)
  }
})

test('run: neither summary, nor JSON, nor Markdown, nor complaint', { timeout: 120_000 }, async () => {
  const { url } = await testDaemon()
  const directory = join(await temporaryDirectory(), HOSTILE)
  mkdirSync(directory)
  const markdown = join(directory, 'summary.md')
  const options = { env: env(url), cwd: directory }
  const build = ['--', 'sh', '-c', ': "$1"; exit 3', HOSTILE, HOSTILE]
  expect(await both(['run', '--label', `${HOSTILE}=${HOSTILE}`, ...build], options)).toContain(
    String.raw`\x1b]0;t`,
  )
  await both(['run', '--json', ...build], options)
  await both(['run', '--summary', markdown, '--label', `${HOSTILE}=${HOSTILE}`, ...build], options)
  expect(readFileSync(markdown, 'utf8')).not.toMatch(STEERS)
  await both(['run', '--', HOSTILE], options)
  await both(['run', '--', directory], options)
  await both(['run', '-o', `/nowhere/${HOSTILE}`, ...build], options)
  await both(['run', '--summary', `/nowhere/${HOSTILE}`, ...build], options)
  await both(['run', '--label', HOSTILE, ...build], options)
})

async function listening(server: Server): Promise<string> {
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => void server.close())
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

const COMMANDS = [
  ['ls'],
  ['show'],
  ['tail'],
  ['tail', 'last'],
  ['compare', 'last', 'last'],
  ['predict', 'last', '--jobs', '2'],
  ['export'],
  ['rm', 'last'],
  ['pin', 'last'],
  ['open', '--print', 'last'],
  ['run', '--', 'true'],
]

test('no daemon can steer it by what it answers', { timeout: 300_000 }, async () => {
  // A reason phrase may hold any byte from 0x80 (RFC 9112 4), and a JSON text any lone half of a pair.
  const errors = [{ message: `${HOSTILE}\u0000\ud800` }]
  const answers = [
    { status: 500, body: JSON.stringify({ error: HOSTILE }) },
    { status: 200, body: JSON.stringify({ errors }) },
    { status: 403, body: HOSTILE },
  ]
  for (const { status, body } of answers) {
    const server = createServer((request, response) => {
      request.resume()
      response.writeHead(status, '\u009b35m\u0085', { 'content-type': 'application/json' }).end(body)
    })
    const options = { env: env(await listening(server)) }
    for (const args of COMMANDS) await both(args, options)
  }
  const raw = createSocketServer((socket) => {
    socket.on('error', () => {})
    socket.end(`HTTP/1.1 200 ${HOSTILE}\r\n${HOSTILE}: ${HOSTILE}\r\n\r\n`)
  })
  const options = { env: env(await listening(raw)) }
  for (const args of COMMANDS) await both(args, options)
})
