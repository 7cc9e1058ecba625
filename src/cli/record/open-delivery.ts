import { openSync } from 'node:fs'
import type { Delivery } from '../../collector/delivery/delivery.ts'
import { FileDelivery } from '../../collector/delivery/file-delivery.ts'
import { TracerRefused } from '../../collector/tracers/tracer.ts'
import { spoolDirectory } from '../../spool/spool.ts'
import type { Connection } from '../daemon/client.ts'
import type { RunOptions } from './run-options.ts'

/** Of `--output`: standard output, which the build leaves to the record. */
export const STANDARD_OUTPUT = '-'

/**
 * Opens the file for the record, or says where the daemon is; what speaks to a daemon is loaded with the call of the result.
 * @throws TracerRefused if the file cannot be made: nothing has run then
 */
export function openDelivery(
  { output, data }: RunOptions,
  connection: Connection,
  notice: (sentence: string) => void,
): () => Promise<Delivery> {
  if (output !== undefined) {
    const file = new FileDelivery(openOutput(output), (reason) =>
      notice(`the record cannot be written to ${output}: ${reason}; the build continues`),
    )
    return async () => file
  }
  const spool = spoolDirectory(data, connection.url)
  return async () => {
    const { Sender } = await import('../../collector/delivery/sender.ts')
    return new Sender({ ...connection, spool }, (reason) =>
      notice(`the build is not stored at ${connection.url.origin} yet: ${reason}; the build continues`),
    )
  }
}

function openOutput(output: string): number {
  if (output === STANDARD_OUTPUT) return 1
  try {
    return openSync(output, 'w', 0o600)
  } catch (cause) {
    throw new TracerRefused(`${output} cannot be written: ${(cause as Error).message}`, { cause })
  }
}
