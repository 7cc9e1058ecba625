import { expect, test } from 'vitest'
import { culpritOf } from './culprit.ts'
import type { RecordedProcess } from '../daemon/recording.ts'

const process = (
  name: string,
  parent: number,
  end: number,
  exitCode: number,
  signal = '',
): RecordedProcess => ({
  pid: end,
  parent,
  name,
  commandLine: name,
  workingDir: '/',
  start: 0,
  end,
  cpuTime: null,
  peakMemory: 0,
  exitCode,
  signal,
})

test('the failure is looked for where the build failed, not where it went on', () => {
  const processes = [
    process('sh', -1, 100, 2),
    process('configure', 0, 40, 0),
    process('cc1', 1, 20, 1),
    process('grep', 0, 50, 1),
    process('make', 0, 90, 2),
    process('gcc', 4, 80, 1),
    process('cc1', 5, 70, 0, 'SIGKILL'),
  ]
  expect(culpritOf(processes)).toBe(processes[6])
  expect(culpritOf(processes.slice(0, 4))?.name).toBe('grep')
  expect(culpritOf(processes.slice(0, 1))?.name).toBe('sh')
  expect(culpritOf(processes.slice(1, 2))).toBeUndefined()
})
