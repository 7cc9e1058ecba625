import { tryOnScopeDispose } from '@vueuse/core'
import { computed, effectScope, shallowRef, triggerRef, watch, type EffectScope, type Ref } from 'vue'
import type { Layout } from '../../model/timeline/lanes.ts'
import { ProcessRows } from '../../model/processes/process-rows.ts'
import { keepScene } from '../../canvas/scene-keeper.ts'
import { bulkClient } from '../../daemon/graph-client.ts'
import { knownHead } from '../../daemon/known-runs.ts'
import type { Ask } from '../../workers/questions.ts'
import { RunWorker } from '../../workers/run-worker.ts'
import { endOf } from '../../model/runs/run-end.ts'
import { RUN_EVENTS, RUN_HEAD } from '../../documents/run.ts'
import { toUpdate } from '../../model/processes/process-update.ts'
import type { RunHead } from '../../model/runs/run-head.ts'
import { isLive } from '../../model/runs/run-list.ts'
import { RUNS_CHANGED } from '../../documents/runs.ts'
import { serverNow } from '../../daemon/server-clock.ts'
import { useConnection } from '../useConnection.ts'
import { useSubscription } from '../useSubscription.ts'

/** The state of a page's run. */
export type RunState = 'loading' | 'ready' | 'missing' | 'error'

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

/**
 * A run and its processes. Its head comes first, at once if a list had it. The processes are read once, then kept current by events while the scope lives. `rows` is one object that
 * changes in place; the ref is triggered at each change.
 */
export function useRun(id: Ref<string>, layout: Readonly<Ref<Layout>>) {
  const state = shallowRef<RunState>('loading')
  const head = shallowRef<RunHead>()
  const rows = shallowRef<ProcessRows>()
  const deleted = shallowRef(false)
  const worker = shallowRef<RunWorker>()
  let reader: RunWorker | undefined
  let scope: EffectScope | undefined

  const live = computed(() => head.value !== undefined && isLive(head.value))

  const load = async (): Promise<void> => {
    const wanted = id.value
    scope?.stop()
    if (head.value?.id !== wanted) {
      state.value = 'loading'
      head.value = knownHead(wanted)
      rows.value = undefined
    }
    if (reader !== worker.value) reader?.end()
    reader = undefined
    if (!UUID.test(wanted)) return void (state.value = 'missing')
    const mine = (reader = new RunWorker())
    const begin = (read: RunHead): void => {
      if (reader === mine) head.value = read
    }
    const run = await mine.read(wanted, layout.value, begin)
    if (reader !== mine) return
    if (typeof run === 'string') return void (state.value = run)
    worker.value?.end()
    worker.value = mine
    const read = new ProcessRows(run.columns)
    keepScene(read, run.scene)
    rows.value = read
    deleted.value = false
    state.value = 'ready'
    scope = effectScope(true)
    scope.run(() => follow(wanted, run.columns.seq))
    // It may have ended between its head and its columns.
    if (live.value) void readHead()
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
        const changed = batch.events.flatMap(({ process }) =>
          process ? [toUpdate(process, into.origin)] : [],
        )
        worker.value!.update(changed)
        changed.forEach((process) => into.upsert(process))
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
    reader?.end()
    reader = undefined
    worker.value?.end()
  })

  /** The end of the run in milliseconds since its origin: now while it runs. Never before its last process. */
  const end = (): number => (head.value && rows.value ? endOf(head.value, rows.value, serverNow()) : 1)

  /** Asks the run's worker. The worker exists as soon as the run does. */
  const ask = computed(() => worker.value?.ask as Ask)

  return { state, head, rows, live, deleted, ask, end, reload: load }
}
