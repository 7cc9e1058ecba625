import { expect, test, vi } from 'vitest'
import { redactArguments } from './redact.ts'

const LENGTH = 1_000_000

/** CPU time in milliseconds, the least of a few: of a busy machine only this is ours. */
function timeOf(work: () => unknown): number {
  const times = [1, 2, 3].map(() => {
    const began = process.cpuUsage()
    work()
    const { user, system } = process.cpuUsage(began)
    return (user + system) / 1000
  })
  return Math.min(...times)
}

/** Twice as much takes twice as long; quadratic time would be four times. The constant keeps noise out of short times. */
function expectLinear(half: () => unknown, whole: () => unknown): void {
  half()
  expect(timeOf(whole)).toBeLessThan(3 * timeOf(half) + 300)
}

vi.setConfig({ testTimeout: 120_000 })

test.each([
  ['word characters', 'a'.repeat(LENGTH)],
  ['names', 'token'.repeat(LENGTH / 5)],
  ['separators', '='.repeat(LENGTH)],
  ['assignments', 'token='.repeat(LENGTH / 6)],
  ['colons', ': '.repeat(LENGTH / 2)],
  ['secrets', 'token=a '.repeat(LENGTH / 8)],
  ['dashes', '-'.repeat(LENGTH)],
  ['options', '--token '.repeat(LENGTH / 8)],
  ['option values', '--token a '.repeat(LENGTH / 10)],
  ['key beginnings', 'sk-'.repeat(LENGTH / 3)],
  ['broken tokens', 'eyJ-'.repeat(LENGTH / 4)],
  ['broken tokens with dots', 'eyJaaaaaaaa.'.repeat(LENGTH / 12)],
  ['URLs', 'a://'.repeat(LENGTH / 4)],
  ['user information', `x://${'a:@'.repeat(LENGTH / 3)}`],
  ['headers', 'authorization: '.repeat(LENGTH / 15)],
  ['quotes', `"token": "`.repeat(LENGTH / 10)],
  ['private keys', '-----BEGIN '.repeat(LENGTH / 11)],
  ['words', 'a '.repeat(LENGTH / 2)],
  ['commands', 'curl -u a:b;'.repeat(LENGTH / 12)],
  ['options of a program', `curl ${'-u a:b '.repeat(LENGTH / 7)}`],
  ['switches', `curl -${'s'.repeat(LENGTH)} x`],
  ['words of a program', `vault kv put ${'a=b '.repeat(LENGTH / 4)}`],
  ['quotes of a shell', `'a' "b" `.repeat(LENGTH / 8)],
  ['escaped quotes', String.raw`\"`.repeat(LENGTH / 2)],
  ['nested quotes', `"curl 'curl `.repeat(LENGTH / 12)],
  ['quotes that are not closed', `token "`.repeat(LENGTH / 7)],
  ['pipes', 'echo a | docker login --password-stdin;'.repeat(LENGTH / 39)],
  ['backslashes', `token ${'\\'.repeat(LENGTH)}`],
  ['dots', `token ${'.'.repeat(LENGTH)}`],
  ['hosts', `token https://${'a.'.repeat(LENGTH / 2)}`],
  ['passwords with slashes', 'x://a:b/'.repeat(LENGTH / 8)],
  ['webhooks', 'hooks.slack.com/services/'.repeat(LENGTH / 25)],
  ['keys with slashes', 'ABSKaaaaaaaaaaaaaaaa/'.repeat(LENGTH / 21)],
  ['ends of lines', `token${'\n'.repeat(LENGTH)}`],
  ['ends of private keys', '-----END PRIVATE KEY-----'.repeat(LENGTH / 25)],
])('a megabyte of %s takes no more than linear time', (_what, text) => {
  const half = text.slice(0, text.length / 2)
  expectLinear(
    () => redactArguments(['sh', '-c', half]),
    () => redactArguments(['sh', '-c', text]),
  )
})

test.each([
  ['mysql', '-p'],
  ['curl', '-u'],
  ['curl', '-sSfu'],
  ['vault', 'put'],
  ['docker', 'mysql'],
  ['sudo', 'sudo'],
  ['x', '--token'],
  ['x', 'TOKEN=a'],
  ['x', '--'],
  ['git', 'config'],
])('a hundred thousand words of %s %s take no more than linear time', (program, word) => {
  const words = Array.from({ length: 100_000 }, () => word)
  expectLinear(
    () => redactArguments([program, ...words.slice(0, words.length / 2)]),
    () => redactArguments([program, ...words]),
  )
})
