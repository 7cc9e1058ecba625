import { inheritedDescriptors } from '../collector/inherited-descriptors.ts'
import { startThread } from '../collector/tracers/ptrace/tracing-thread.ts'
import type { Environment } from './environment.ts'

let descriptors: readonly number[] = []

/**
 * What `buildspy run` does first of all: looks at what was inherited, before anything of our own is opened (even a
 * first look at `process.stderr` opens something); then starts the tracing thread, which `dismissThread` ends.
 */
export function prepareRun({ makeflags }: Environment): void {
  descriptors = inheritedDescriptors(makeflags)
  startThread()
}

/** The descriptors above 2 that the command inherits. */
export const preparedDescriptors = (): readonly number[] => descriptors
