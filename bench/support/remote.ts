import { fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import type { Bench } from './row.ts'

/**
 * Programs of a bench run in processes of their own, so that they share neither event loop nor heap with the daemon. The bench
 * calls them by name over Node's own channel between processes.
 */
type Methods = Record<string, (argument: never) => unknown>

/** A program's methods, as seen from outside. */
export type Remote<Api extends Methods> = {
  readonly [Name in keyof Api]: (
    ...argument: Parameters<Api[Name]>
  ) => Promise<Awaited<ReturnType<Api[Name]>>>
}

interface Call {
  readonly call: number
  readonly method: string
  readonly argument: never
}

interface Answer {
  readonly call: number
  readonly result?: unknown
  readonly error?: string
}

/** Serves these methods: the body of a program. */
export function serve(methods: Methods): void {
  process.on('message', async ({ call, method, argument }: Call) => {
    try {
      process.send!({ call, result: await methods[method]!(argument) } satisfies Answer)
    } catch (error) {
      process.send!({ call, error: String((error as Error).stack) } satisfies Answer)
    }
  })
}

/** Starts a program of `bench/programs`, which ends with the row. */
export async function start<Api extends Methods>(bench: Bench, name: string): Promise<Remote<Api>> {
  const child = fork(fileURLToPath(new URL(`../programs/${name}.ts`, import.meta.url)), {
    serialization: 'advanced',
  })
  bench.defer(async () => {
    if (child.exitCode !== null || child.signalCode !== null) return
    child.kill('SIGKILL')
    await once(child, 'exit')
  })
  const waiting = new Map<number, { settle: (value: unknown) => void; fail: (error: Error) => void }>()
  child.on('message', ({ call, result, error }: Answer) => {
    if (error === undefined) waiting.get(call)!.settle(result)
    else waiting.get(call)!.fail(new Error(`${name}: ${error}`))
    waiting.delete(call)
  })
  child.on('exit', (code) => {
    for (const { fail } of waiting.values()) fail(new Error(`${name} ended with ${code}`))
  })
  let calls = 0
  return new Proxy({} as Remote<Api>, {
    // A promise is awaited by its `then`, which this has not.
    get: (_, method: string) =>
      method === 'then'
        ? undefined
        : (argument: unknown) =>
            new Promise<unknown>((settle, fail) => {
              waiting.set(++calls, { settle, fail })
              child.send({ call: calls, method, argument })
            }),
  })
}
