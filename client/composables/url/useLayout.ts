import type { WritableComputedRef } from 'vue'
import type { Layout } from '../../model/timeline/lanes.ts'
import { useQueryChoice } from './useQueryChoice.ts'

/** The layout of the timeline, kept in the URL as `?layout`. */
export const useLayout = (): WritableComputedRef<Layout> =>
  useQueryChoice<Layout>('layout', ['tree', 'packed'], 'tree')
