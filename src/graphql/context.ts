import type { Analyst } from '../analysis/analyst.ts'
import { Forbidden } from '../errors.ts'
import type { Ingest } from '../services/ingest.ts'
import type { Bus } from '../live/bus.ts'
import type { EventLog } from '../live/event-log.ts'
import type { RecentRuns } from '../live/recent-runs.ts'
import type { Store } from '../store/store.ts'
import { Budget, CLIENT_LIMITS, NO_LIMITS, type Recipient } from './budget/budget.ts'
import { createLoaders, type Loaders } from './loaders.ts'
import { Together } from './budget/together.ts'
import type { Scope, Scopes } from './scopes.ts'
import { Turns } from './budget/turns.ts'

/** An action with a token, or a refused attempt. */
export interface AuditEntry {
  readonly action: 'delete' | 'pin' | 'unpin' | 'refuse'
  /** Ids of the runs in the request. */
  readonly runs?: readonly string[]
  readonly outcome: string
}

/** The daemon's services for every operation. */
export interface Services {
  readonly store: Store
  readonly bus: Bus
  /** The events of runs, shared by their subscribers. */
  readonly eventLog: EventLog
  readonly ingest: Ingest
  /** Answers questions about whole runs. */
  readonly analyst: Analyst
  /** The server's clock, in milliseconds. */
  readonly now: () => number
  /** Silence after which a run is not live, in milliseconds. */
  readonly liveTimeout: number
}

/** The services, with the parts that operations share. */
export interface SharedServices extends Services {
  /** The recent changes, shared by the subscribers of all runs. */
  readonly recentRuns: RecentRuns
}

export interface GraphContext extends SharedServices {
  readonly loaders: Loaders
  readonly together: Together
  /** The limits and the use of this execution. */
  readonly budget: Budget
  readonly caller: Caller
  /** Writes an action of this operation to the audit log, in the name of its client. */
  readonly audit: (entry: AuditEntry) => void
}

/** The caller of an operation. */
export interface Caller {
  readonly scopes: Scopes
  /** Nodes in a page, at most. */
  readonly pageLimit: number
  /** Cost of an operation, at most; see `builder.ts`. */
  readonly costLimit: number
}

/** Nodes in a page for a client, at most. */
export const PAGE_LIMIT = 500

/** Nodes in a page by default. */
export const DEFAULT_PAGE = 50

/** A client with the scopes of its token. */
export const clientCaller = (scopes: Scopes): Caller => ({ scopes, pageLimit: PAGE_LIMIT, costLimit: 5000 })

/** A client through the REST layer. Its scopes are the same, and the documents are ours. */
export const restCaller = (scopes: Scopes): Caller => ({ scopes, pageLimit: 2000, costLimit: Infinity })

/** There is one event loop. */
const turns = new Turns()

/** The context of one operation. */
export function createContext(
  services: SharedServices,
  caller: Caller,
  audit: GraphContext['audit'] = () => {},
  recipient?: Recipient,
): GraphContext {
  const limits = caller.costLimit === Infinity ? NO_LIMITS : CLIENT_LIMITS
  return executing(services, caller, audit, new Budget(turns, limits, recipient))
}

/** The same context for another execution. Each event of a subscription is one. */
export const renewed = ({ budget, ...context }: GraphContext): GraphContext =>
  executing(context, context.caller, context.audit, budget.renewed())

const executing = (
  services: SharedServices,
  caller: Caller,
  audit: GraphContext['audit'],
  budget: Budget,
): GraphContext => ({
  ...services,
  loaders: createLoaders(services.store, budget),
  together: new Together(budget),
  budget,
  caller,
  audit,
})

/** @throws Forbidden unless the caller's token has this scope */
export function requireScope({ caller }: GraphContext, scope: Scope): void {
  if (!caller.scopes.has(scope)) throw new Forbidden(`This needs a token with the scope ${scope}`)
}
