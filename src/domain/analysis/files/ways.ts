import { ACCESS } from '../recorded.ts'

/** Uses that read the contents of a file, or list a directory. */
export const READS = ACCESS.READ | ACCESS.EXECUTED | ACCESS.LISTED

/** Uses that write the contents of a file, or name it. */
export const WRITES = ACCESS.WRITTEN | ACCESS.CREATED | ACCESS.LINKED

/** Whether a name is of a device, or of a file that the kernel makes up: nobody's output. */
export const isDevice = (name: string): boolean => /^\/(?:dev|proc|sys)(?:\/|$)/.test(name)
