import type { BoundKind, Release } from '../../../src/domain/analysis/path/bound-step.ts'

/** How a page shows a kind of moment on the critical path. */
export interface BoundLook {
  readonly word: string
  /** One of the style sheet's colours. */
  readonly colour: string
  readonly meaning: string
}

/** The looks of all kinds. */
export const BOUND_LOOKS: Readonly<Record<BoundKind, BoundLook>> = {
  work: { word: 'Work', colour: 'chart', meaning: 'The process was on a processor.' },
  slot: {
    word: 'Job slot',
    colour: 'slice-2',
    meaning: 'The process held the job slot that the next one waited for. More slots would help.',
  },
  processor: {
    word: 'Processor',
    colour: 'bad',
    meaning: 'The process could run, and no processor was free.',
  },
  disk: { word: 'Disk', colour: 'warn', meaning: 'The process waited for a disk.' },
  pipe: {
    word: 'Pipe',
    colour: 'slice-1',
    meaning: 'The process waited for the other end of a pipe.',
  },
  child: {
    word: 'Child',
    colour: 'slice-3',
    meaning: 'The process waited for a child that ended later, or did not end.',
  },
  waiting: {
    word: 'Nothing recorded',
    colour: 'line-strong',
    meaning: 'The process was on no processor, and the record does not say why: sleep, network or a lock.',
  },
  unrecorded: { word: 'No process', colour: 'line', meaning: 'No process was recorded.' },
}

/** A colour of the style sheet, for an element. */
export const boundColour = (kind: BoundKind): string => `var(--${BOUND_LOOKS[kind].colour})`

/** Why what follows on the path waited, in words. */
export const RELEASE_WORDS: Readonly<Record<Release, string>> = {
  end: 'the last one',
  order: 'the next command came after it',
  file: 'the next one needs a file of it',
  slot: 'the next one took its job slot',
  pipe: 'the next one read its output',
}
