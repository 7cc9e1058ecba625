import { expect, it } from 'vitest'
import { processesOf } from '../../../../test/support/processes.ts'
import { matches, selectProcesses } from './select-processes.ts'

const processes = {
  ...processesOf([
    { start: 0, name: 'make', commandLine: 'make -j2' },
    { start: 0, name: 'cc1', commandLine: 'cc1 -O2 src/server.c' },
    { start: 0, name: 'ld', commandLine: 'ld -o server' },
  ]),
  pid: [12, 13, 12],
}

it.each([
  ['12', [0, 2]],
  ['#1', [1]],
  ['#7', []],
  ['ld', [2]],
  ['make -j2', [0]],
  ['*server*', [1, 2]],
  ['cc1 *', [1]],
  ['?d', [2]],
  ['server', []],
])('selects %s', (text, rows) => expect(selectProcesses(processes, text)).toEqual(rows))

it('matches as a shell does, in a time that does not explode', () => {
  expect(matches('a*b*c', 'a1b2b3c')).toBe(true)
  expect(matches('a*b*c', 'a1b2b3')).toBe(false)
  expect(matches('*'.repeat(50) + 'x', 'a'.repeat(8000))).toBe(false)
})
