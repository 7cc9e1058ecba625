import type { Sums } from '../measures.ts'
import type { RawImage } from './journal-writer.ts'
import { exists, leadsProcess } from './libc.ts'
import {
  readChildren,
  readExitFacts,
  readImage,
  readOwnUsage,
  readParent,
  readPresentImage,
  readProcessOf,
  type ExitFacts,
} from './proc.ts'

/** What tracing asks of the system while a thread is stopped; a test of the order of stops has a system of its own. */
export interface System {
  /** Whether an id is a process, not a further thread of one. */
  leadsProcess(tid: number): boolean
  /** What an exec has just put into a process. The bytes are valid until the next call. */
  readImage(pid: number): RawImage
  /** What a process runs, whenever; of one that has ended only its short name. */
  readPresentImage(pid: number): RawImage
  /** The parent of a process that has not been waited for; 0 if it is gone. */
  readParent(pid: number): number
  /** The process of a thread; 0 if it is gone. */
  readProcessOf(tid: number): number
  /** The children of a process with one thread, but for those that have ended. None where the kernel does not tell. */
  readChildren(pid: number): readonly number[]
  readExitFacts(pid: number): ExitFacts | undefined
  /** What a process used without its children, as far as /proc tells; CPU times in steps of 10 ms. */
  readOwnUsage(pid: number): Partial<Sums> | undefined
  /** Whether a process or its unreaped zombie exists. */
  exists(pid: number): boolean
  /** Whether a process that stands at its exec is to run untraced; all is prepared for that then. */
  letGo(pid: number, image: RawImage): boolean
}

/** Linux, with /proc. */
export const linux: Omit<System, 'letGo'> = {
  leadsProcess,
  readChildren,
  readImage,
  readPresentImage,
  readParent,
  readProcessOf,
  readExitFacts,
  readOwnUsage,
  exists,
}
