import { readFileSync } from 'node:fs'
import { inheritedDescriptors } from '../../collector/inherited-descriptors.ts'
import { readOrigin, type Origin } from '../../collector/origin.ts'
import { startThread } from '../../collector/tracers/ptrace/tracing-thread.ts'
import { takeStartNote, type Environment } from '../environment.ts'
import { closeInspector, holdSignals } from './forward-signals.ts'
import { harmlessStreams } from './harmless-streams.ts'

let origin: Origin | undefined

/**
 * The first steps of `buildspy run`. It replaces Node's streams, holds signals, and reads our own start before it opens
 * anything. Then it starts the tracing thread, which `dismissThread` ends.
 */
export function prepareRun({ makeflags, nodeOptions }: Environment): void {
  harmlessStreams()
  const found = readOrigin(takeStartNote(), (file) => readFileSync(file, 'latin1'))
  holdSignals(found.ignored)
  closeInspector(nodeOptions)
  origin = { ...found, descriptors: inheritedDescriptors(makeflags) }
  startThread()
}

/** The state in which we were started. */
export const preparedOrigin = (): Origin => origin!
