import { expect, test } from 'vitest'
import { parsePressure, parseProcessors } from './read-machine.ts'
import { parseThrottled, statPaths } from './throttling.ts'

test('processor times are those of all processors, in milliseconds', () => {
  const stat =
    'cpu  10 1 5 1000 7 2 3 4 0 0\ncpu0 5 1 2 500 3 1 1 2 0 0\ncpu1 5 0 3 500 4 1 2 2 0 0\nintr 9\n'
  expect(parseProcessors(stat)).toEqual({ cores: 2, busy: 210, iowait: 70, steal: 40 })
})

test('pressure is the total of some', () => {
  const text =
    'some avg10=0.00 avg60=0.00 avg300=0.00 total=123\nfull avg10=0.00 avg60=0.00 avg300=0.00 total=7\n'
  expect(parsePressure(text)).toBe(123)
  expect(parsePressure('')).toBeUndefined()
})

test('throttling is told by both versions of cgroups, and only under a quota', () => {
  expect(parseThrottled('usage_usec 9\nnr_periods 4\nnr_throttled 2\nthrottled_usec 55\n')).toBe(55)
  expect(parseThrottled('nr_periods 4\nnr_throttled 2\nthrottled_time 55000\n')).toBe(55)
  expect(parseThrottled('usage_usec 9\nnr_periods 0\nnr_throttled 0\nthrottled_usec 0\n')).toBeUndefined()
  expect(parseThrottled('usage_usec 9\n')).toBeUndefined()
})

test('the file of our own cgroup comes before that of the root', () => {
  expect(statPaths('4:memory:/a\n3:cpu,cpuacct:/job\n0::/user/build\n')).toEqual([
    '/sys/fs/cgroup/cpu,cpuacct/job/cpu.stat',
    '/sys/fs/cgroup/cpu,cpuacct/cpu.stat',
    '/sys/fs/cgroup/cpu/job/cpu.stat',
    '/sys/fs/cgroup/cpu/cpu.stat',
    '/sys/fs/cgroup/user/build/cpu.stat',
    '/sys/fs/cgroup/cpu.stat',
    '/sys/fs/cgroup/unified/user/build/cpu.stat',
    '/sys/fs/cgroup/unified/cpu.stat',
  ])
})
