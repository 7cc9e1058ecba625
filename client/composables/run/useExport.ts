import { tryOnScopeDispose } from '@vueuse/core'
import { readonly, shallowRef } from 'vue'
import { readRecord } from '../../daemon/read-record.ts'
import { exportName, MEDIA_TYPES, type ExportFormat } from '../../model/exports.ts'
import { wholeCommandOf } from '../../model/runs/run-head.ts'
import { toMilliseconds } from '../../model/processes/process-update.ts'
import type { RunContext } from './useRunContext.ts'

/** Saves a run as a file, one at a time. For a live build, it saves the part known so far. */
export function useExport({ head, rows, ask }: Pick<RunContext, 'head' | 'rows' | 'ask'>) {
  /** The written share of the file, 0 to 1; null while there is none. */
  const progress = shallowRef<number | null>(null)
  /** The reason why the last file could not be made, or the empty string. */
  const failure = shallowRef('')
  let gone = false
  tryOnScopeDispose(() => (gone = true))

  const partsOf = async (format: ExportFormat): Promise<BlobPart[]> => {
    const { id, endTime } = head.value
    const ended = endTime ? toMilliseconds(endTime) - rows.value.origin : 0
    if (format === 'trace') return [await ask.value('trace', wholeCommandOf(head.value), ended)]
    if (format === 'csv') return [await ask.value('csv', ended)]
    const parts: Blob[] = []
    for await (const text of readRecord(id, (share) => (progress.value = share))) {
      if (gone) break
      // A blob can leave the memory, and a string cannot.
      parts.push(new Blob([text]))
    }
    return parts
  }

  const save = async (format: ExportFormat): Promise<void> => {
    if (progress.value !== null) return
    const name = exportName(format, head.value)
    progress.value = 0
    failure.value = ''
    try {
      const parts = await partsOf(format)
      if (!gone) download(name, new Blob(parts, { type: MEDIA_TYPES[format] }))
    } catch (error) {
      failure.value = error instanceof Error ? error.message : String(error)
    } finally {
      progress.value = null
    }
  }

  return { progress: readonly(progress), failure: readonly(failure), save }
}

function download(name: string, file: Blob): void {
  const url = URL.createObjectURL(file)
  const link = document.createElement('a')
  link.href = url
  link.download = name
  link.click()
  URL.revokeObjectURL(url)
}
