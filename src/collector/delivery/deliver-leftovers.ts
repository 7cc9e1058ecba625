import { takeSpoolFile } from '../../spool/spool.ts'
import type { Verdict } from './answer.ts'

/**
 * Delivers what earlier builds left in the spool, oldest first. What cannot be delivered now is left for the
 * next taker; what the daemon refuses for good it would refuse again.
 * @param send never rejects
 */
export async function deliverLeftovers(
  directory: string,
  send: (lines: readonly string[]) => Promise<Verdict>,
  isOver: () => boolean,
): Promise<void> {
  for (let file = takeSpoolFile(directory); file; file = takeSpoolFile(directory)) {
    try {
      for (const lines of file.batches()) {
        const verdict = isOver() ? undefined : await send(lines)
        if (verdict?.type !== 'taken' && verdict?.type !== 'refused') return file.release()
      }
      file.remove()
    } catch {
      // It cannot be read: a later build tries again.
      file.leave()
    }
  }
}
