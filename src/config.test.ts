import { expect, test } from 'vitest'
import { readConfig } from './config.ts'
import { Misconfigured } from './errors.ts'

test('a flag wins over the environment, the environment over the default', () => {
  const environment = { BUILDSPY_PORT: '1', BUILDSPY_LOG_LEVEL: 'debug', XDG_DATA_HOME: '/xdg' }
  expect(readConfig(['--port', '2'], environment)).toEqual({
    port: 2,
    host: '127.0.0.1',
    data: '/xdg/buildspy',
    logLevel: 'debug',
    tokens: [],
    tokenFile: undefined,
    allowOrigin: [],
    crashTimeout: 30,
    sweepEvery: 10,
    trustedDocumentsOnly: false,
    keep: {},
  })
})

test('names every wrong setting at once', () => {
  const read = () => readConfig(['--port', 'x', '--log-level', 'loud'], {})
  expect(read).toThrow(Misconfigured)
  expect(read).toThrow(/--port must be 0 to 65535, not "x"; --log-level must be one of/)
})

test('opens to other machines only with a token', () => {
  expect(() => readConfig(['--host', '0.0.0.0'], {})).toThrow(
    /needs a token: give one with --token or BUILDSPY_TOKEN/,
  )
  expect(
    readConfig(['--host', '0.0.0.0'], { BUILDSPY_TOKEN: 'long-enough,read:long-enough-too' }),
  ).toMatchObject({
    tokens: ['long-enough', 'read:long-enough-too'],
  })
})

test('refuses a flag it does not know, in one line', () => {
  expect(() => readConfig(['--prot', '1'], {})).toThrow(/^Unknown option '--prot'\. See buildspyd --help\.$/)
})

test.each([
  ['--help', 'help'],
  ['--version', 'version'],
] as const)('%s', (flag, answer) => expect(readConfig([flag], {})).toBe(answer))

test('a wrong address is named without its password', () => {
  const environment = { BUILDSPY_DATABASE_URL: 'mysql://me:s3cret@db/x', BUILDSPY_REDIS_URL: 's3cret' }
  const read = () => readConfig([], environment)
  expect(read).toThrow(
    '--database-url must be like postgresql://user:password@host:5432/database; ' +
      '--redis-url must be like redis://host:6379. See buildspyd --help.',
  )
})
