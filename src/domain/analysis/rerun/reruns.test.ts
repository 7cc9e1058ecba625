import { expect, it } from 'vitest'
import { filesOf, processesOf, recordedOf, type Sketch } from '../../../../test/support/processes.ts'
import { rerunSentence } from './sentence.ts'
import { rerunsOf } from './reruns.ts'
import type { RunToRepeat } from './steps.ts'

type Uses = { readonly reads?: string; readonly writes?: string; readonly removes?: string }
interface Step extends Uses {
  readonly command: string
  readonly parent?: number
  /** It existed. */
  readonly overwrites?: string
}

/** A make with steps of 100 ms one after the other; `parent` is the place of another step. */
function run(steps: readonly Step[], more: Partial<RunToRepeat> = {}): RunToRepeat {
  const wall = 100 * steps.length
  const make: Sketch = { start: 0, end: wall, name: 'make', commandLine: 'make' }
  const processes = processesOf([
    make,
    ...steps.map(({ command, parent = -1 }, at) => ({
      start: 100 * (parent < 0 ? at : at),
      end: 100 * (steps.findLastIndex((step) => step.parent === at) + 1 || at + 1),
      parent: parent + 1,
      name: command.split(' ', 1)[0]!,
      commandLine: command,
    })),
  ])
  const files = filesOf([{}, ...steps])
  const access = Array.from(files.access)
  const overwritten = new Set(steps.flatMap(({ overwrites = '' }) => overwrites.split(' ')))
  files.names.forEach((name, place) => {
    if (!overwritten.has(name)) return
    for (let use = 0; use < access.length; use++) if (files.file[use] === place) access[use]! &= ~4
  })
  return { ...recordedOf(processes, { wall, files: { ...files, access } }), workingDir: '/src', ...more }
}
const told = (base: RunToRepeat, head: RunToRepeat) =>
  rerunsOf(base, head).map((rerun) => rerunSentence(head.processes, rerun))

const gen: Step = {
  command: 'python3 gen.py',
  reads: '/src/gen.py',
  writes: '/src/gen.h',
  overwrites: '/src/gen.h',
}
const util: Step = {
  command: 'cc1 util.c',
  reads: '/src/util.c /src/gen.h /usr/include/stdio.h',
  writes: '/src/util.o',
  overwrites: '/src/util.o',
}
const main: Step = {
  command: 'cc1 main.c',
  reads: '/src/main.c /usr/include/stdio.h',
  writes: '/src/main.o',
  overwrites: '/src/main.o',
}

it('names the input that another process of the run wrote, and its writer', () => {
  expect(told(run([gen, util, main]), run([gen, util]))).toEqual([
    '`python3 gen.py` ran again with the same input as in the build before, and no recorded process wrote one: needless, unless somebody edited `gen.py`.',
    '`cc1 util.c` ran again since `gen.h` was written by `python3 gen.py`.',
  ])
})

it('names inputs that only one of the runs has', () => {
  const other = { ...util, reads: '/src/util.c /src/new.h /usr/include/stdio.h' }
  expect(told(run([util]), run([other]))).toEqual([
    '`cc1 util.c` ran again and read `new.h`, which the build before did not, and no longer `gen.h`.',
  ])
})

it('names the output that was removed between the runs', () => {
  expect(told(run([{ ...main, overwrites: '' }]), run([{ ...main, overwrites: '' }]))).toEqual([
    '`cc1 main.c` ran again since `main.o`, which the build before had made, was not there.',
  ])
})

it('calls a step needless whose inputs are those of steps that did not run again', () => {
  const one = { ...main, command: 'lint main.c', writes: '/src/lint', overwrites: '/src/lint' }
  expect(told(run([main, one]), run([one]))).toEqual([
    '`lint main.c` ran again with the same 2 inputs as in the build before, and what did not run again reads them, too: needless.',
  ])
})

it('leaves temporary files inside of a step out', () => {
  const [before, now] = ['/tmp/ccA.s', '/tmp/ccB.s'].map((temporary) =>
    run([
      { command: 'gcc util.c', removes: temporary },
      { command: 'cc1 util.c', parent: 0, reads: '/src/util.c', writes: temporary },
      { command: 'as util.o', parent: 0, reads: temporary, writes: '/src/util.o', overwrites: '/src/util.o' },
    ]),
  )
  expect(told(before!, now!)).toEqual([
    '`gcc util.c` ran again with the same input as in the build before, and no recorded process wrote one: needless, unless somebody edited `util.c`.',
  ])
})

it('says no more than is known without files, and nothing of another directory or another command', () => {
  expect(told(run([main]), run([main], { files: null }))).toEqual([
    'Which input of `cc1 main.c` differs is not known: both builds need --files.',
  ])
  expect(told(run([main]), run([main], { workingDir: '/other' }))).toEqual([])
  expect(told(run([main]), run([util]))).toEqual([])
})
