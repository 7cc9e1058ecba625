import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import {
  chmodSync,
  chownSync,
  lstatSync,
  mkdirSync,
  openSync,
  readdirSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { LineReader } from '../../src/spool/line-reader.ts'
import { spoolDirectory, waitingName } from '../../src/spool/spool.ts'
import { temporaryDirectory } from '../support/daemon.ts'
import { BIN, spawnDaemon, spawnDaemonUnder } from '../support/spawned.ts'
import { aRun, ndjson } from '../support/submissions.ts'

const BUILDSPY = join(BIN, '../buildspy.js')
const NOBODY = 65_534
const isRoot = process.geteuid?.() === 0

/** What is in a directory and below, with its mode: `daemon.lock 600`. */
function modesIn(directory: string, prefix = ''): string[] {
  return readdirSync(directory, { withFileTypes: true }).flatMap((entry) => {
    const path = join(directory, entry.name)
    const own = `${prefix}${entry.name} ${(lstatSync(path).mode & 0o7777).toString(8)}`
    return entry.isDirectory() ? [own, ...modesIn(path, `${prefix}${entry.name}/`)] : [own]
  })
}

const modeOf = (path: string) => (lstatSync(path).mode & 0o7777).toString(8)

/** Runs a command to its end under a umask. @returns what it wrote to stderr, and its exit code */
async function underUmask(umask: string, ...command: string[]) {
  const child = spawn('sh', ['-c', `umask ${umask}; exec "$@"`, 'sh', ...command], {
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  let stderr = ''
  child.stderr.on('data', (chunk) => (stderr += chunk))
  const [code] = await once(child, 'close')
  return { code: code as number, stderr }
}

/** The daemon, up to why it does not start. */
const refused = (data: string) => underUmask('022', process.execPath, BIN, '--port', '0', '--data', data)

describe.each(['000', '022', '077', '777'])('umask %s', (umask) => {
  test('directories are 0700 and files 0600, those of the daemon and those of a build', async () => {
    const data = join(await temporaryDirectory(), 'a', 'data')
    const run = [
      process.execPath,
      BUILDSPY,
      'run',
      '--data',
      data,
      '--url',
      'http://127.0.0.1:9',
      '--',
      'true',
    ]
    expect((await underUmask(umask, ...run)).code).toBe(0)
    expect(modesIn(data)).toEqual(['spool 700', 'spool/local 700', expect.stringMatching(/\.ndjson 600$/)])
    const daemon = await spawnDaemonUnder(`umask ${umask};`, '--data', data)
    await daemon.submit(aRun())
    await expect.poll(() => readdirSync(spoolDirectory(data))).toEqual([])
    expect([modeOf(join(data, '..')), modeOf(data)]).toEqual(['700', '700'])
    expect(modesIn(data)).toEqual(
      expect.arrayContaining([
        'buildspy.db 600',
        'buildspy.db-wal 600',
        'buildspy.db-shm 600',
        'daemon.lock 600',
      ]),
    )
    for (const line of modesIn(data)) expect(line).toMatch(/ (600|700)$/)
  })
})

test('what was made wider is narrowed, and the log says so', async () => {
  const data = await temporaryDirectory()
  const first = await spawnDaemon('--data', data)
  await first.submit(aRun())
  first.child.kill('SIGKILL')
  await first.exited
  mkdirSync(spoolDirectory(data), { recursive: true })
  for (const name of readdirSync(data)) chmodSync(join(data, name), 0o777)
  for (const path of [data, spoolDirectory(data)]) chmodSync(path, 0o755)
  const { log, get } = await spawnDaemon('--data', data)
  expect((await get('/api/live')).body).toHaveLength(1)
  for (const line of modesIn(data)) expect(line).toMatch(/ (600|700)$/)
  for (const name of ['', '/daemon.lock', '/buildspy.db', '/buildspy.db-wal', '/spool', '/spool/local'])
    expect(log()).toMatch(new RegExp(`${data}${name} was open to other users \\(mode 07[57][57]\\)`))
})

test('a directory that is open and holds other things is refused, and left as it is', async () => {
  const data = await temporaryDirectory()
  writeFileSync(join(data, 'thesis.tex'), '')
  chmodSync(data, 0o755)
  const { code, stderr } = await refused(data)
  expect([code, stderr]).toEqual([
    2,
    expect.stringContaining('is open to other users (mode 0755) and holds other files'),
  ])
  expect([modeOf(data), readdirSync(data)]).toEqual(['755', ['thesis.tex']])
})

test('a directory with other things beside a record is refused, and left as it is', async () => {
  const data = await temporaryDirectory()
  for (const name of ['buildspy.db', 'thesis.tex']) writeFileSync(join(data, name), '')
  chmodSync(data, 0o755)
  const { code } = await refused(data)
  expect([code, modeOf(data), readdirSync(data)]).toEqual([2, '755', ['buildspy.db', 'thesis.tex']])
})

test('a directory that users share keeps its mode, and the files in it are private', async () => {
  const data = await temporaryDirectory()
  chmodSync(data, 0o1777)
  const { log, submit } = await spawnDaemon('--data', data)
  await submit(aRun())
  expect(modeOf(data)).toBe('1777')
  for (const line of modesIn(data)) expect(line).toMatch(/ (600|700)$/)
  expect(log()).toContain('is shared by users')
})

describe('a lock or database that is no file of this user is refused, and stays', () => {
  const CASES = {
    'a link': (path: string) => symlinkSync('/etc/passwd', path),
    'not a regular file': (path: string) => void execFileSync('mkfifo', [path]),
    'another user': (path: string) => {
      writeFileSync(path, '')
      chownSync(path, NOBODY, NOBODY)
    },
  }
  test.each(Object.entries(CASES))('%s', async (words, make) => {
    if (!isRoot && words === 'another user') return
    for (const name of ['daemon.lock', 'buildspy.db', 'buildspy.db-wal']) {
      const data = await temporaryDirectory()
      make(join(data, name))
      const { code, stderr } = await refused(data)
      expect([name, code, stderr]).toEqual([name, 2, expect.stringContaining(words)])
      expect(readdirSync(data)).toContain(name)
    }
  })
})

test.runIf(isRoot)('another user can neither hold the lock nor offer a directory', async () => {
  const data = await temporaryDirectory()
  chmodSync(data, 0o755)
  const { child, exited } = await spawnDaemon('--data', data)
  child.kill('SIGKILL')
  await exited
  const open = `require('fs').openSync(${JSON.stringify(join(data, 'daemon.lock'))}, 'r')`
  const asNobody = ['--reuid', String(NOBODY), '--clear-groups', '--', process.execPath, '-e', open]
  expect(() => execFileSync('setpriv', asNobody, { stdio: 'pipe' })).toThrow('EACCES')
  const again = await spawnDaemon('--data', data)
  expect((await again.get('/api/live')).status).toBe(200)

  const theirs = await temporaryDirectory()
  chownSync(theirs, NOBODY, NOBODY)
  expect(await refused(theirs)).toEqual({
    code: 2,
    stderr: expect.stringContaining(`belongs to another user (uid ${NOBODY})`),
  })
})

describe('the spool', () => {
  const name = (digit: number) => waitingName(`00000000-0000-4000-8000-00000000000${digit}`)

  test('a FIFO, a link, a directory, a device and what is others’ are left; the rest is stored', async () => {
    const data = await temporaryDirectory()
    const spool = spoolDirectory(data)
    mkdirSync(spool, { recursive: true })
    const elsewhere = join(await temporaryDirectory(), 'secret')
    const [linked, foreign, good] = [aRun(), aRun(), aRun()]
    writeFileSync(elsewhere, ndjson([linked]))
    const left: [string, RegExp][] = [
      [name(0), /is not a regular file/],
      [name(1), /is a link/],
      [name(2), /is not a regular file/],
      ['notes.txt', /does not have the name of a spool file/],
    ]
    execFileSync('mkfifo', [join(spool, name(0))])
    symlinkSync(elsewhere, join(spool, name(1)))
    mkdirSync(join(spool, name(2)))
    writeFileSync(join(spool, 'notes.txt'), '')
    if (isRoot) {
      writeFileSync(join(spool, name(3)), ndjson([foreign]))
      chownSync(join(spool, name(3)), NOBODY, NOBODY)
      left.push([name(3), /belongs to another user \(uid 65534\)/])
    }
    try {
      execFileSync('mknod', [join(spool, name(4)), 'c', '1', '5'], { stdio: 'ignore' })
      left.push([name(4), /is not a regular file/])
    } catch {
      // Not everybody may make a device.
    }
    writeFileSync(join(spool, name(9)), ndjson([good]))
    const { get, log } = await spawnDaemon('--data', data)
    await expect.poll(() => readdirSync(spool).toSorted()).toEqual(left.map(([name]) => name).toSorted())
    expect((await get('/api/live')).body.map(({ id }: { id: string }) => id)).toEqual([good.data.id])
    for (const [file, reason] of left) {
      const lines = log()
        .split('\n')
        .filter((line) => line.includes(file))
      expect(lines).toEqual([expect.stringMatching(reason)])
    }
  })

  test('a spool that is a link is left alone', async () => {
    const data = await temporaryDirectory()
    const elsewhere = await temporaryDirectory()
    mkdirSync(join(elsewhere, 'local'))
    writeFileSync(join(elsewhere, 'local', name(1)), ndjson([aRun()]))
    symlinkSync(elsewhere, join(data, 'spool'))
    const { get, log } = await spawnDaemon('--data', data)
    await expect.poll(log).toContain('is not a directory of this user')
    expect((await get('/api/live')).body).toEqual([])
    expect(readdirSync(join(elsewhere, 'local'))).toEqual([name(1)])
  })

  test('a huge file without a line is read in steps, none of them long', async () => {
    const file = join(await temporaryDirectory(), 'huge')
    writeFileSync(file, '')
    truncateSync(file, 40 * 1024 * 1024)
    const reader = new LineReader(openSync(file, 'r'))
    let steps = 0
    for (let lines = reader.next(); lines; lines = reader.next()) {
      expect(lines).toEqual([])
      steps++
    }
    expect(steps).toBeGreaterThan(30)
    rmSync(file)
  })
})
