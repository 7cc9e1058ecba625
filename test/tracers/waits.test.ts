import { availableParallelism } from 'node:os'
import { expect, test } from 'vitest'
import { compile } from './support/fixtures.ts'
import type { Seen } from './support/fold.ts'
import { record } from './support/record.ts'

const burn = compile('burn')

const named = (processes: readonly Seen[], name: string) =>
  processes.filter(({ names }) => names.at(-1) === name).map(({ latest }) => latest)

const cpu = ({ user_time_us, system_time_us }: Seen['latest']) => user_time_us! + system_time_us!

test('two programs on one processor wait for it as long as they have it', async () => {
  const on = `taskset -c 0 ${burn} 400`
  const { processes } = await record(['sh', '-c', `${on} & ${on}; wait`])
  const loops = named(processes, 'burn')
  expect(loops).toHaveLength(2)
  // Each runs for 400 ms, of which the other has to wait for most; a busy machine has both wait longer.
  for (const loop of loops) {
    expect(loop.run_queue_us).toBeGreaterThan(200_000)
    expect(loop.involuntary_switches! + loop.voluntary_switches!).toBeGreaterThan(0)
  }
})

test('a program that sleeps uses no processor, and its parent’s figures are its own', async () => {
  const { processes } = await record(['sh', '-c', `sleep 0.4; ${burn} 100; exit 0`])
  const [shell, sleeper, loop] = ['sh', 'sleep', 'burn'].map((name) => named(processes, name)[0]!)
  expect(cpu(sleeper!)).toBeLessThan(200_000)
  expect(sleeper!.voluntary_switches).toBeGreaterThanOrEqual(1)
  expect(cpu(loop!)).toBeGreaterThanOrEqual(99_000)
  expect(cpu(shell!)).toBeLessThan(90_000)
  expect(shell!.minor_faults).toBeGreaterThan(0)
})

test('threads that have ended count for their process', async () => {
  const program = `
import threading, time
def burn():
    end = time.thread_time() + 0.2
    while time.thread_time() < end: sum(range(1000))
threads = [threading.Thread(target=burn) for _ in range(4)]
[thread.start() for thread in threads]
[thread.join() for thread in threads]`
  const { processes } = await record(['taskset', '-c', '0', 'python3', '-c', program])
  const [python] = named(processes, 'python3')
  expect(cpu(python!)).toBeGreaterThan(700_000)
  // The interpreter's lock has them sleep as well; they still wait for each other's processor.
  expect(python!.run_queue_us).toBeGreaterThan(0)
})

test('the pipe that one program writes is the one that the next reads', async () => {
  const { processes } = await record(['sh', '-c', '/bin/echo a | /bin/cat > /dev/null; exit 0'])
  const [writer, reader] = ['echo', 'cat'].map((name) => named(processes, name)[0]!)
  expect(writer!.stdout_pipe).toBeGreaterThan(0)
  expect(reader!.stdin_pipe).toBe(writer!.stdout_pipe)
  expect(reader!.stdout_pipe).toBeUndefined()
})

test('a poller measures delays and faults of what lives long enough', async () => {
  const { processes } = await record([burn, '2500'], { options: ['--tracer', 'poll'] })
  const [loop] = processes.map(({ latest }) => latest)
  expect(loop!.run_queue_us).toBeGreaterThanOrEqual(0)
  expect(loop!.minor_faults).toBeGreaterThan(0)
})

test('the machine is sampled once a second and at the end', async () => {
  const { lines } = await record([burn, '1500'])
  const samples = lines
    .map((line) => JSON.parse(line) as { type: string; data: Record<string, number> })
    .filter(({ type }) => type === 'machine')
    .map(({ data }) => data)
  expect(samples.length).toBeGreaterThanOrEqual(2)
  const sum = (name: string) => samples.reduce((total, sample) => total + sample[name]!, 0)
  expect(samples[0]!['cores']).toBe(availableParallelism())
  expect(sum('build_ms')).toBeGreaterThanOrEqual(1480)
  expect(sum('busy_ms')).toBeGreaterThan(1300)
  expect(sum('interval_ms')).toBeGreaterThan(1300)
  expect(samples.every((sample) => sample['memory_available']! <= sample['memory_total']!)).toBe(true)
})
