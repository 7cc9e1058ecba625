import { ACCESS } from '../recorded.ts'

/** Uses that take what a file holds; a directory is listed. */
export const READS = ACCESS.READ | ACCESS.EXECUTED | ACCESS.LISTED

/** Uses that make what a file holds, or give it its name. */
export const WRITES = ACCESS.WRITTEN | ACCESS.CREATED | ACCESS.LINKED

/** Whether a name is of a device, or of a file that the kernel makes up: nobody's output. */
export const isDevice = (name: string): boolean => /^\/(?:dev|proc|sys)(?:\/|$)/.test(name)
