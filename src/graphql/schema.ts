import { builder } from './builder.ts'
import './scalars.ts'
import './run.ts'
import './runs.ts'
import './process.ts'
import './event.ts'
import './submit.ts'
import './subscriptions.ts'

/** The graph. `schema.graphql` is printed from it. */
export const schema = builder.toSchema()
