import { budgeted } from './budgeted.ts'
import { builder } from './builder.ts'
import './scalars.ts'
import './run.ts'
import './runs.ts'
import './process.ts'
import './analysis.ts'
import './history.ts'
import './compare.ts'
import './trends.ts'
import './event.ts'
import './submit.ts'
import './subscriptions.ts'

/** The graph. `schema.graphql` is printed from it. */
export const schema = budgeted(builder.toSchema())
