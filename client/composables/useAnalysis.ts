import { useThrottleFn } from '@vueuse/core'
import { shallowRef, watch, type Ref } from 'vue'
import { analyse, type Analysis } from '../../src/domain/analysis/analyse.ts'
import type { ProcessRows } from '../components/timeline/rows.ts'
import { factsOf } from './analysis-facts.ts'
import type { RunHead } from './run.ts'

/** How often a live build is analysed anew, at most, and for what share of the time. */
const EVERY_MS = 1500
const SHARE = 20

/**
 * Where the time of a run goes, kept current while it runs.
 * @param first as of when the run was read
 */
export function useAnalysis(
  rows: Readonly<Ref<ProcessRows | undefined>>,
  head: Readonly<Ref<RunHead | undefined>>,
  first: Readonly<Ref<Analysis | undefined>>,
  end: () => number,
) {
  const analysis = shallowRef<Analysis>()
  let cost = 0
  const renew = (): void => {
    if (!rows.value || !head.value) return
    const began = performance.now()
    analysis.value = analyse(rows.value, factsOf(head.value, end()))
    cost = performance.now() - began
  }
  const renewSoon = useThrottleFn(renew, () => Math.max(EVERY_MS, cost * SHARE), true)
  // Rows that have just been read come with their analysis.
  watch([() => rows.value?.version ?? 0, () => head.value?.status], ([version], [, status]) => {
    if (version > 0 || (status && head.value?.status !== status)) void renewSoon()
  })
  watch(first, (now) => (analysis.value = now))
  return analysis
}
