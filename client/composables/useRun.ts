import { tryOnScopeDispose } from '@vueuse/core'
import { computed, effectScope, shallowRef, triggerRef, watch, type EffectScope, type Ref } from 'vue'
import { ProcessRows } from '../components/timeline/rows.ts'
import { bulkClient } from '../urql.ts'
import { RUN, RUN_EVENTS, RUN_HEAD, toMilliseconds, toUpdate, type RunHead } from './run.ts'
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
export function useRun(id: Ref<string>) {
  const state = shallowRef<RunState>('loading')
  const head = shallowRef<RunHead>()
  const rows = shallowRef<ProcessRows>()
  const deleted = shallowRef(false)
  let scope: EffectScope | undefined

  const load = async (): Promise<void> => {
    const wanted = id.value
    scope?.stop()
    if (head.value?.id !== wanted) {
      state.value = 'loading'
      head.value = undefined
      rows.value = undefined
    }
    if (!UUID.test(wanted)) return void (state.value = 'missing')
    const { data, error } = await bulkClient.query(RUN, { id: wanted }).toPromise()
    if (id.value !== wanted) return
    if (!data?.run) return void (state.value = error ? 'error' : 'missing')
    const { timeline, ...run } = data.run
    head.value = run
    rows.value = new ProcessRows(timeline)
    deleted.value = false
    state.value = 'ready'
    scope = effectScope(true)
    scope.run(() => follow(run.id, timeline.seq))
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
  tryOnScopeDispose(() => scope?.stop())

  const live = computed(() => head.value !== undefined && isLive(head.value))

  /** The end of the run in milliseconds since its origin: now while it runs. Never before its last process. */
  const end = (): number => {
    const now = rows.value
    if (!head.value || !now) return 1
    const last = lastMoment(now)
    if (live.value) return Math.max(last, serverNow() - now.origin)
    if (!head.value.endTime) return Math.max(last, toMilliseconds(head.value.lastSeenTime) - now.origin, 1)
    return Math.max(last, toMilliseconds(head.value.endTime) - now.origin, 1)
  }

  return { state, head, rows, live, deleted, end, reload: load }
}

let lastOf: { rows: ProcessRows; version: number; moment: number } | undefined

/** The last start or end that is known; kept, because it is asked for with every frame. */
function lastMoment(rows: ProcessRows): number {
  if (lastOf?.rows === rows && lastOf.version === rows.version) return lastOf.moment
  let moment = 0
  for (let row = 0; row < rows.count; row++) {
    const end = rows.end[row]!
    moment = Math.max(moment, end === Infinity ? rows.start[row]! : end)
  }
  lastOf = { rows, version: rows.version, moment }
  return moment
}
