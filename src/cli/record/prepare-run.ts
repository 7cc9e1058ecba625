import { readFileSync } from 'node:fs'
import { inheritedDescriptors } from '../../collector/inherited-descriptors.ts'
import { readOrigin, type Origin } from '../../collector/origin.ts'
import { startThread } from '../../collector/tracers/ptrace/tracing-thread.ts'
import { takeStartNote, type Environment } from '../environment.ts'
import { closeInspector, holdSignals } from './forward-signals.ts'
import { harmlessStreams } from './harmless-streams.ts'

let origin: Origin | undefined

/**
 * What `buildspy run` does first of all: replaces Node's streams, holds signals, and looks at what we were started with before anything of our
 * own is opened; then starts the tracing thread, which `dismissThread` ends.
 */
export function prepareRun({ makeflags, nodeOptions }: Environment): void {
  harmlessStreams()
  const found = readOrigin(takeStartNote(), (file) => readFileSync(file, 'latin1'))
  holdSignals(found.ignored)
  closeInspector(nodeOptions)
  origin = { ...found, descriptors: inheritedDescriptors(makeflags) }
  startThread()
}

/** What we were started with. */
export const preparedOrigin = (): Origin => origin!
