import { spawn } from 'node:child_process'
import { constants } from 'node:os'
import { TracerRefused, type Command } from '../tracer.ts'
import type { Running } from './running.ts'

/** Starts a command where we cannot call the C library: signals are at their defaults then. @throws TracerRefused */
export function startPortably({ argv, origin, stdout }: Command): Promise<Running> {
  const [program, ...args] = argv
  const { descriptors } = origin
  // Our own streams, and each inherited descriptor under its own number.
  const streams = Array.from({ length: Math.max(2, ...descriptors) + 1 }, (): 'ignore' | number => 'ignore')
  for (const fd of [0, 1, 2, ...descriptors]) streams[fd] = fd === 1 ? stdout : fd
  const { environ } = origin
  const child = spawn(program, args, { stdio: streams, ...(environ && { env: namesIn(environ) }) })
  return new Promise((started, refused) => {
    child.once('error', (cause) => refused(new TracerRefused(`${program}: ${cause.message}`, { cause })))
    child.once('spawn', () => started({ pid: child.pid!, ended }))
    const ended: Running['ended'] = new Promise((resolve) => {
      child.once('exit', (exitCode, signal) =>
        resolve({ exitCode: exitCode ?? 128 + constants.signals[signal!], signal }),
      )
    })
  })
}

/** The environment as Node wants it. */
function namesIn(environ: Uint8Array): Record<string, string> {
  const strings = Buffer.from(environ).toString().split('\0').filter(Boolean)
  return Object.fromEntries(
    strings.map((text) => [text.split('=', 1)[0]!, text.slice(text.indexOf('=') + 1)]),
  )
}
