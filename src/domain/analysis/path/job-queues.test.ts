import { expect, it } from 'vitest'
import { JobQueues } from './job-queues.ts'

it('keeps the order of each program apart, and goes on after it was empty', () => {
  const queues = new JobQueues(4)
  queues.add(4, 2)
  queues.add(1, 3)
  queues.add(4, 0)
  expect([queues.take(4), queues.take(4), queues.take(4), queues.take(1)]).toEqual([2, 0, -1, 3])
  queues.add(4, 1)
  expect([queues.take(4), queues.take(4)]).toEqual([1, -1])
})
