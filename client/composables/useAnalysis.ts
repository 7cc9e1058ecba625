import { useThrottleFn } from '@vueuse/core'
import { shallowRef, watch, type Ref } from 'vue'
import { analyse, type Analysis } from '../../src/domain/analysis/analyse.ts'
import type { ProcessRows } from '../components/timeline/rows.ts'
import type { RunHead } from './run.ts'

/** How often a live build is analysed anew. */
const EVERY_MS = 1500

/** Where the time of a run goes, kept current while it runs. */
export function useAnalysis(
  rows: Readonly<Ref<ProcessRows | undefined>>,
  head: Readonly<Ref<RunHead | undefined>>,
  end: () => number,
) {
  const analysis = shallowRef<Analysis>()
  const renew = (): void => {
    const run = head.value
    if (!rows.value || !run) return
    const status = run.status === 'running_live' ? 'running' : run.status
    analysis.value = analyse(rows.value, { wall: end(), cores: run.cores ?? null, status })
  }
  const renewSoon = useThrottleFn(renew, EVERY_MS, true)
  watch([() => rows.value?.version, () => head.value?.status], () => void renewSoon())
  watch(
    rows,
    () => {
      analysis.value = undefined
      // After the picture: it is what is looked at first.
      setTimeout(renew)
    },
    { immediate: true },
  )
  return analysis
}
