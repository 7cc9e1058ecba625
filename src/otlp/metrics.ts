import { cutText } from '../domain/analysis/cut-text.ts'
import type { ExportedRun } from '../domain/analysis/export/exported-run.ts'
import { RESULTS, resourceOf, SCHEMA_URL, SCOPE } from './resource.ts'
import { attributesOf, nanoseconds, type KeyValue } from './values.ts'

/** Bounds of the histogram of durations, seconds. */
const BOUNDS = [1, 5, 15, 30, 60, 120, 300, 600, 1200, 1800, 3600, 7200]

/** Each run adds to what was counted before it (`AggregationTemporality`). */
const DELTA = 1

const MOST_NAME = 120

/** When a point was measured, and of what. */
interface Point {
  readonly startTimeUnixNano: string
  readonly timeUnixNano: string
  readonly attributes: readonly KeyValue[]
}

/**
 * The metrics of a run, as an `ExportMetricsServiceRequest` of OTLP/JSON: the duration by the convention for CI/CD, and the
 * processor time and the number of its processes.
 */
export function metricsOf(run: ExportedRun): object {
  const { count, cpuTime } = run.processes
  let processorTime = 0
  for (let row = 0; row < count; row++) processorTime += cpuTime[row]! || 0
  const point: Point = {
    startTimeUnixNano: nanoseconds(run.origin, 0),
    timeUnixNano: nanoseconds(run.origin, run.wall),
    attributes: attributesOf({
      'cicd.pipeline.name': cutText(run.commandLine, MOST_NAME),
      'cicd.pipeline.run.state': 'executing',
      'cicd.pipeline.result': RESULTS[run.outcome],
    }),
  }
  const metrics = [
    durationOf(run.wall / 1000, point),
    sumOf('buildspy.run.cpu.time', 's', { asDouble: processorTime / 1000 }, point),
    sumOf('buildspy.run.processes', '{process}', { asInt: String(count) }, point),
  ]
  const scoped = [{ scope: SCOPE, metrics, schemaUrl: SCHEMA_URL }]
  return {
    resourceMetrics: [{ resource: resourceOf(run), scopeMetrics: scoped, schemaUrl: SCHEMA_URL }],
  }
}

function durationOf(seconds: number, point: Point): object {
  const place = BOUNDS.filter((bound) => seconds > bound).length
  const bucketCounts = [...BOUNDS, Infinity].map((_, bucket) => (bucket === place ? '1' : '0'))
  const data = { count: '1', sum: seconds, bucketCounts, explicitBounds: BOUNDS, min: seconds, max: seconds }
  return {
    name: 'cicd.pipeline.run.duration',
    description: 'Duration of a build',
    unit: 's',
    histogram: { dataPoints: [{ ...point, ...data }], aggregationTemporality: DELTA },
  }
}

const sumOf = (name: string, unit: string, value: object, point: Point): object => ({
  name,
  unit,
  sum: { dataPoints: [{ ...point, ...value }], aggregationTemporality: DELTA, isMonotonic: true },
})
