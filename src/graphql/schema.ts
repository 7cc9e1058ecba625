import { budgeted } from './budget/budgeted.ts'
import { builder } from './builder.ts'
import './scalars.ts'
import './run.ts'
import './runs.ts'
import './process.ts'
import './waiting.ts'
import './machine.ts'
import './analysis/analysis.ts'
import './analysis/history.ts'
import './analysis/compare.ts'
import './analysis/trends.ts'
import './event.ts'
import './submit.ts'
import './subscriptions.ts'

/** The graph. `schema.graphql` is printed from it. */
export const schema = budgeted(builder.toSchema())
