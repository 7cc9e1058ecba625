import { join } from 'node:path'
import { stripVTControlCharacters } from 'node:util'
import { expect, test, vi } from 'vitest'
import { testDaemon } from '../support/daemon.ts'
import { FIXTURES } from '../tracers/support/fixtures.ts'
import { BUILDSPY, execute } from '../tracers/support/record.ts'
import { aBuild } from './support/builds.ts'
import { buildspy } from './support/buildspy.ts'

// Each test starts Node many times.
vi.setConfig({ testTimeout: 120_000 })

const COMMANDS =
  'run ls show files why tail compare predict export import rm pin unpin open daemon completion help'.split(
    ' ',
  )

test('help prints what --help does', async () => {
  const help = await buildspy('', ['help'])
  expect(help).toMatchObject({ exitCode: 0, stderr: '' })
  expect(help.stdout).toBe((await buildspy('', ['--help'])).stdout)
  for (const name of COMMANDS) {
    expect(help.stdout).toMatch(new RegExp(`^ {2}${name} `, 'm'))
    const { exitCode, stdout } = await buildspy('', ['help', name])
    expect([name, exitCode]).toEqual([name, 0])
    expect(stdout).toBe((await buildspy('', [name, '--help'])).stdout)
  }
})

test('a command that is not known names one like it', async () => {
  for (const args of [['shwo'], ['help', 'shwo']])
    expect(await buildspy('', args)).toMatchObject({
      exitCode: 2,
      stdout: '',
      stderr: "error: unknown command 'shwo'\n(Did you mean show?)\nTry 'buildspy --help'.\n",
    })
  expect((await buildspy('', ['ls', '--lable', 'x'])).stderr).toBe(
    "error: unknown option '--lable'\n(Did you mean --label?)\nTry 'buildspy ls --help'.\n",
  )
})

const BOLD = '\u001b[1m'

test('colours: on a terminal, or as the user says; never as text', async () => {
  const { url, submit } = await testDaemon()
  await submit(...aBuild(0, { start_time: '2026-01-01T03:04:05Z' }).lines, ...aBuild(500).lines)
  for (const command of ['show', 'compare']) {
    const coloured = async (env: NodeJS.ProcessEnv, ...args: string[]) => {
      const { exitCode, stdout } = await buildspy(url, [command, ...args], undefined, {
        env: { NO_COLOR: undefined, ...env },
      })
      expect(exitCode).toBe(0)
      expect(stripVTControlCharacters(stdout)).not.toMatch(/\[\d+m|\\x1b/)
      return stdout.includes(BOLD)
    }
    expect(await coloured({})).toBe(false)
    expect(await coloured({}, '--color', 'always')).toBe(true)
    expect(await coloured({ NO_COLOR: '1' }, '--color=always')).toBe(true)
    expect(await coloured({ FORCE_COLOR: '1' })).toBe(true)
    expect(await coloured({ CLICOLOR_FORCE: '1' })).toBe(true)
    expect(await coloured({ FORCE_COLOR: '1' }, '--color', 'never')).toBe(false)
    expect(await coloured({ FORCE_COLOR: '1' }, '--json')).toBe(false)
    const env = {
      ...process.env,
      BUILDSPY_URL: url,
      TERM: 'xterm',
      NO_COLOR: undefined,
      FORCE_COLOR: undefined,
    }
    const terminal = [join(FIXTURES, 'terminal.py'), '--', process.execPath, BUILDSPY, command]
    const { stdout } = await (await execute('python3', terminal, { env })).done
    expect(stdout.toString()).toContain(BOLD)
    expect(stripVTControlCharacters(stdout.toString())).not.toContain('[1m')
  }
  expect(await buildspy(url, ['show', '--color', 'purple'])).toMatchObject({ exitCode: 2 })
})

test('show names what failed before all else', async () => {
  const { url, submit } = await testDaemon()
  await submit(...aBuild().lines)
  const { stdout } = await buildspy(url, ['show'])
  expect(stdout.split('\n').slice(0, 5)).toEqual([
    'make -j2 all',
    'Failed in `cc1 file.c` after 700 ms: exit code 1.',
    '',
    '  command: cc1 file.c',
    expect.stringMatching(/^ {2}[0-9a-f-]{36}, failed \(2\), /),
  ])
})

test('a table and its facts stay within 60 columns', async () => {
  const { url, submit } = await testDaemon()
  await submit(...aBuild(0, { start_time: '2026-01-01T03:04:05Z' }).lines, ...aBuild(500).lines)
  for (const args of [['show'], ['show', '--tree'], ['compare'], ['ls']]) {
    const { stdout } = await buildspy(url, args, undefined, { env: { COLUMNS: '60' } })
    for (const line of stdout.split('\n')) expect(line.length).toBeLessThanOrEqual(60)
  }
})
