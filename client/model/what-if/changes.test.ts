import { expect, it } from 'vitest'
import { changesOf } from './changes.ts'

const nothing = { jobs: '', cores: ' ', without: '', faster: '' }

it('asks nothing if nothing is to change', () => {
  expect(changesOf(nothing)).toBeNull()
})

it('takes what was typed as changes for the graph', () => {
  expect(changesOf({ jobs: '8', cores: '4', without: ' ld ', faster: 'cc1 *server.c*' })).toEqual({
    jobs: 8,
    cores: 4,
    without: ['ld'],
    faster: [{ process: 'cc1 *server.c*', factor: 2 }],
  })
  expect(changesOf({ ...nothing, jobs: '-1' })).toEqual({ jobs: -1 })
})
