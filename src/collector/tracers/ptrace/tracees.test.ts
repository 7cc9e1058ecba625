import fc from 'fast-check'
import { expect, test } from 'vitest'
import { NO_DELAYS } from '../../delays.ts'
import { ProcessTable } from '../../record/process-table.ts'
import { SUMS, type Sums } from '../measures.ts'
import { NO_PIPES } from '../tracer.ts'
import { JournalReader } from './journal-reader.ts'
import { JournalWriter } from './journal-writer.ts'
import type { System } from './system.ts'
import { Tracees } from './tracees.ts'

/** What a process of the model does, in order; then it ends. */
interface Plan {
  readonly steps: readonly Step[]
  /** Its parent ignores SIGCHLD: at its end it is gone at once. */
  readonly vanishes: boolean
}
type Step = 'exec' | Plan

/** A process of the model, at whose next stop the tracer is to look. */
interface Task {
  /** The way to it from the root, by steps. */
  readonly path: string
  readonly pid: number
  readonly parent: Task | undefined
  readonly plan: Plan
  readonly children: Task[]
  step: number
  image: string
  /** Stopped before its first instruction. */
  isNew: boolean
  /** A parent can wait for a child after the tracer has. */
  state: 'alive' | 'ending' | 'zombie' | 'gone'
}

const ROOT_IMAGE = 'root'
const NOTHING = Object.fromEntries(SUMS.map((sum) => [sum, 0])) as Sums
const USAGE = { ...NOTHING, maxResident: 0 }

/**
 * A kernel with as much of ptrace(2) as matters: each event stops its process until it was looked at, a child's first
 * stop and its parent's event are independent of each other, and whose stop is looked at next is `choose`'s decision.
 */
function run(plan: Plan, choose: (count: number) => number) {
  const reader = new JournalReader({ base: 0n, origin: 0n })
  const tasks = new Map<number, Task>()
  const stopped: Task[] = []
  let time = 0

  const start = (plan: Plan, parent: Task | undefined): Task => {
    const path = parent ? `${parent.path}.${parent.step}` : '0'
    const pid = 1000 + tasks.size
    const image = parent?.image ?? ROOT_IMAGE
    const task: Task = { path, pid, parent, plan, children: [], step: 0, image, isNew: true, state: 'alive' }
    parent?.children.push(task)
    tasks.set(task.pid, task)
    stopped.push(task)
    return task
  }
  const image = (pid: number) => ({
    path: Buffer.from(tasks.get(pid)?.image ?? ''),
    argv: Buffer.from(`${tasks.get(pid)?.image}\0`),
    workingDir: Buffer.from(`/${tasks.get(pid)?.image}`),
    environment: Buffer.alloc(0),
    cut: false,
    pipes: NO_PIPES,
    secure: false,
  })
  const system: System = {
    leadsProcess: () => true,
    readImage: image,
    readPresentImage: image,
    readParent: (pid) => {
      const task = tasks.get(pid)
      if (!task || task.state === 'gone') return 0
      return task.parent?.state === 'alive' ? task.parent.pid : 1
    },
    readProcessOf: (tid) => tid,
    readChildren: () => [],
    readExitFacts: () => undefined,
    readOwnUsage: () => undefined,
    exists: (pid) => tasks.get(pid)?.state !== 'gone',
    letGo: () => false,
  }
  const tracees = new Tracees(new JournalWriter((chunk) => reader.add(chunk)), system)

  /** A process goes on to its next event: the child that it forks is there, and may be seen, before the event is. */
  const goOn = (task: Task): void => {
    const step = task.plan.steps[task.step]
    if (step === 'exec') task.image = `${task.path}.${task.step}`
    else if (step) start(step, task)
    else task.state = 'ending'
    stopped.push(task)
  }
  const root = start(plan, undefined)
  tracees.root(root.pid, 1, ++time)
  tracees.executed(root.pid, root.pid, ++time, 0)
  while (stopped.length > 0) {
    const [task] = stopped.splice(choose(stopped.length), 1) as [Task]
    time++
    if (task.isNew) {
      task.isNew = false
      tracees.appeared(task.pid, time)
      goOn(task)
    } else if (task.state === 'ending') {
      task.state = task.plan.vanishes ? 'gone' : 'zombie'
      for (const child of task.children) if (child.state === 'zombie') child.state = 'gone'
      tracees.ended(task.pid, { time, status: 0, usage: USAGE, delays: NO_DELAYS })
    } else {
      const step = task.plan.steps[task.step++]!
      if (step === 'exec') tracees.executed(task.pid, task.pid, time, 0)
      else tracees.forked(task.pid, childOf(task), time)
      goOn(task)
    }
  }
  tracees.finish()
  return fold(reader, tasks)
}

const childOf = ({ children }: Task): number => children.at(-1)!.pid

/** What the record says of each process: its parent, and the names, command lines and directories that it had. */
interface Told {
  readonly parent: string
  readonly images: string[]
  ended: boolean
}

const told = (image: string): string => `${image} ${image} /${image}`

function fold(reader: JournalReader, tasks: ReadonlyMap<number, Task>): Record<string, Told> {
  const table = new ProcessTable((argv) => argv)
  const record: Record<string, Told> = {}
  const pathOf = (pid: number): string => tasks.get(pid)?.path ?? ''
  reader.drain((event) => {
    const path = pathOf(event.pid)
    if (event.type === 'start') {
      expect(record[path], `${path} starts twice`).toBeUndefined()
      record[path] = { parent: pathOf(event.ppid), images: [], ended: false }
      table.start(event)
    }
    if (event.type === 'image') table.image(event)
    const { name, cmdline, workingDir } = table.get(event.pid)!
    if (event.type !== 'exit') record[path]!.images.push(`${name} ${cmdline} ${workingDir}`)
    else {
      record[path]!.ended = true
      table.exit(event)
    }
  })
  return record
}

/** What it should say, by the plan alone. */
function expected(plan: Plan, path = '0', parent = '', inherited = ROOT_IMAGE, images = [inherited]) {
  const record: Record<string, Told> = {}
  let image = inherited
  plan.steps.forEach((step, index) => {
    if (step === 'exec') images.push((image = `${path}.${index}`))
    else Object.assign(record, expected(step, `${path}.${index}`, path, image))
  })
  record[path] = { parent, images: images.map(told), ended: true }
  return record
}

const { plan } = fc.letrec<{ plan: Plan; step: Step }>((tie) => ({
  step: fc.oneof({ depthSize: 'small', withCrossShrink: true }, fc.constant<Step>('exec'), tie('plan')),
  plan: fc.record({ steps: fc.array(tie('step'), { maxLength: 5 }), vanishes: fc.boolean() }),
}))

test('whatever the order of the stops, each process has its parent and its parent’s image', () => {
  const order = fc.infiniteStream(fc.nat())
  fc.assert(
    fc.property(plan, order, (plan, order) => {
      const record = run(plan, (count) => (order.next().value as number) % count)
      // The first process began as the shell that became it.
      record['0']!.images.shift()
      expect(record).toEqual(expected(plan))
    }),
    { numRuns: 1000 },
  )
})

test('a chain of 20,000 whose events all come late', () => {
  let plan: Plan = { steps: [], vanishes: false }
  for (let depth = 0; depth < 20_000; depth++) plan = { steps: [plan], vanishes: false }
  // The newest child first, and the event of who forked it after all others.
  const record = run(plan, (count) => Math.max(count - 2, 0))
  expect(Object.keys(record)).toHaveLength(20_001)
  expect(Object.values(record).every(({ images }) => images.at(-1) === told(ROOT_IMAGE))).toBe(true)
})
