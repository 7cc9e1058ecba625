import type { ReadEvent } from '../store/reads/event-page.ts'
import type { RunRow, ShownProcess } from '../domain/model.ts'
import { builder } from './builder.ts'

/** The graph's three main types, which refer to each other; each is described in its own file. */
export const Run = builder.objectRef<RunRow>('Run')
export const Process = builder.objectRef<ShownProcess>('Process')
export const BuildEvent = builder.objectRef<ReadEvent>('BuildEvent')
