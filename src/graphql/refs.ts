import type { EventRow, ProcessRow, RunRow } from '../store/rows.ts'
import { builder } from './builder.ts'

/** The graph's three main types, which refer to each other; each is described in its own file. */
export const Run = builder.objectRef<RunRow>('Run')
export const Process = builder.objectRef<ProcessRow>('Process')
export const BuildEvent = builder.objectRef<EventRow>('BuildEvent')
