import type { GateMeasure } from '../../domain/analysis/gate/model.ts'
import { visible } from '../../domain/analysis/visible.ts'
import type { Judgement } from './judge.ts'
import { measureOf, nameOf, othersOf, resultOf } from './sentences.ts'

/**
 * What a gate said as JUnit XML, which CI systems show as tests: a test for each measure, or a skipped one if nothing could be
 * judged (https://github.com/testmoapp/junitxml).
 */
export function gateJunit(judgement: Judgement): string {
  const { report, head } = judgement
  const { measures } = report
  const cases =
    measures.length > 0
      ? measures.map((measure) => caseOf(measure, judgement))
      : [
          `<testcase classname="buildspy" name="wall time"><skipped message="${xml(resultOf(report))}"/></testcase>`,
        ]
  const failures = measures.filter(({ slower }) => slower).length
  const skipped = measures.length > 0 ? 0 : 1
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites><testsuite name="${xml(head.commandLine)}" tests="${cases.length}" failures="${failures}" skipped="${skipped}">`,
    ...cases,
    '</testsuite></testsuites>',
    '',
  ].join('\n')
}

function caseOf(measure: GateMeasure, judgement: Judgement): string {
  const begin = `<testcase classname="buildspy" name="${nameOf(measure)}" time="${(measure.judged / 1000).toFixed(3)}"`
  if (!measure.slower) return `${begin}/>`
  const changes = judgement.causes.map(({ kind, commandLine }) => `${kind} ${commandLine}`)
  const text = [...othersOf(judgement), ...changes].map(xml).join('\n')
  return `${begin}><failure message="${xml(measureOf(measure))}">${text}</failure></testcase>`
}

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }

/** A text that others may have written, in XML 1.0, which has no control characters. */
const xml = (text: string): string => visible(text).replace(/[&<>"]/g, (character) => ENTITIES[character]!)
