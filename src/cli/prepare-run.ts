import { inheritedDescriptors } from '../collector/inherited-descriptors.ts'
import type { Environment } from './environment.ts'

let descriptors: readonly number[] = []

/**
 * What `buildspy run` does first of all: looks at what was inherited, before anything of our own is opened (even a
 * first look at `process.stderr` opens something).
 */
export function prepareRun({ makeflags }: Environment): void {
  descriptors = inheritedDescriptors(makeflags)
}

/** The descriptors above 2 that the command inherits. */
export const preparedDescriptors = (): readonly number[] => descriptors
