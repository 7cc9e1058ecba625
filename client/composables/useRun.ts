import { tryOnScopeDispose } from '@vueuse/core'
import { computed, effectScope, shallowRef, triggerRef, watch, type EffectScope, type Ref } from 'vue'
import type { Analysis } from '../../src/domain/analysis/analyse.ts'
import type { Layout } from '../components/timeline/lanes.ts'
import type { ProcessRows } from '../components/timeline/rows.ts'
import { bulkClient } from '../urql.ts'
import { readRun } from './readRun.ts'
import { endOf } from './run-end.ts'
import { RUN_EVENTS, RUN_HEAD, toUpdate, type RunHead } from './run.ts'
import { isLive, RUNS_CHANGED } from './runs.ts'
import { serverNow } from './serverClock.ts'
import { useConnection } from './useConnection.ts'
import { useSubscription } from './useSubscription.ts'

/** How far the page is with a run. */
export type RunState = 'loading' | 'ready' | 'missing' | 'error'

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

/**
 * A run and its processes: read once, then kept current event by event for as long as the scope lives.
 * `rows` is one object that changes in place; the ref is triggered when it did.
 */
export function useRun(id: Ref<string>, layout: Readonly<Ref<Layout>>) {
  const state = shallowRef<RunState>('loading')
  const head = shallowRef<RunHead>()
  const rows = shallowRef<ProcessRows>()
  const deleted = shallowRef(false)
  /** As of when the run was read. */
  const firstAnalysis = shallowRef<Analysis>()
  let reading = new AbortController()
  let scope: EffectScope | undefined

  const load = async (): Promise<void> => {
    const wanted = id.value
    scope?.stop()
    if (head.value?.id !== wanted) {
      state.value = 'loading'
      head.value = undefined
      rows.value = undefined
      firstAnalysis.value = undefined
    }
    if (!UUID.test(wanted)) return void (state.value = 'missing')
    reading.abort()
    reading = new AbortController()
    const { signal } = reading
    const keep = (analysis: Analysis) => void (firstAnalysis.value = analysis)
    const read = await readRun(wanted, layout.value, keep, signal)
    if (signal.aborted) return
    if (read.state !== 'ready') return void (state.value = read.state)
    head.value = read.head
    rows.value = read.rows
    deleted.value = false
    state.value = 'ready'
    scope = effectScope(true)
    scope.run(() => follow(read.head.id, read.seq))
  }

  const readHead = async (): Promise<void> => {
    const { data } = await bulkClient.query(RUN_HEAD, { id: id.value }).toPromise()
    if (data?.run?.id === id.value) head.value = data.run
  }

  const follow = (run: string, seq: number): void => {
    let seen = seq
    const begin = () => ({ after: seen })
    useSubscription(
      RUN_EVENTS,
      { id: run, after: seq },
      ({ runEvents: batch }) => {
        seen = Math.max(seen, batch.seq)
        head.value = batch.run
        const into = rows.value!
        for (const { process } of batch.events) if (process) into.upsert(toUpdate(process, into.origin))
        triggerRef(rows)
      },
      begin,
    )
    // The verdict and the totals may change without an event of the run.
    useSubscription(RUNS_CHANGED, {}, ({ runsChanged }) => {
      if (runsChanged.deleted.includes(run)) deleted.value = true
      const changed = runsChanged.runs.find((one) => one.id === run)
      if (!changed || !head.value) return
      const ended = isLive(head.value) && !isLive(changed)
      head.value = { ...head.value, ...changed }
      if (ended) void readHead()
    })
    tryOnScopeDispose(useConnection().onReconnected(() => void readHead()).off)
  }

  watch(id, () => void load(), { immediate: true })
  const { off } = useConnection().onReconnected(() => {
    if (state.value === 'error') void load()
  })
  tryOnScopeDispose(off)
  tryOnScopeDispose(() => {
    scope?.stop()
    reading.abort()
  })

  const live = computed(() => head.value !== undefined && isLive(head.value))

  /** The end of the run in milliseconds since its origin: now while it runs. Never before its last process. */
  const end = (): number => (head.value && rows.value ? endOf(head.value, rows.value, serverNow()) : 1)

  return { state, head, rows, live, deleted, firstAnalysis, end, reload: load }
}
