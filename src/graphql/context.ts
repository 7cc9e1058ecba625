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

/** What somebody did with a token, or could not do. */
export interface AuditEntry {
  readonly action: 'delete' | 'pin' | 'unpin' | 'refuse'
  /** Ids of the runs that were named. */
  readonly runs?: readonly string[]
  readonly outcome: string
}

/** What the daemon gives to every operation. */
export interface Services {
  readonly store: Store
  readonly bus: Bus
  /** What watchers read. */
  readonly eventLog: EventLog
  readonly ingest: Ingest
  /** Answers questions about whole runs. */
  readonly analyst: Analyst
  /** The server's clock, in milliseconds. */
  readonly now: () => number
  /** A run not heard from for this long is not live, in milliseconds. */
  readonly liveTimeout: number
}

/** That, and what operations share. */
export interface SharedServices extends Services {
  /** What watchers of all runs read. */
  readonly recentRuns: RecentRuns
}

export interface GraphContext extends SharedServices {
  readonly loaders: Loaders
  readonly together: Together
  /** What this execution may use, and has used. */
  readonly budget: Budget
  readonly caller: Caller
  /** Writes to the audit log what this operation did, in the name of its client. */
  readonly audit: (entry: AuditEntry) => void
}

/** Who runs an operation. */
export interface Caller {
  readonly scopes: Scopes
  /** Most nodes in a page. */
  readonly pageLimit: number
  /** Most that an operation may cost; see `builder.ts`. */
  readonly costLimit: number
}

/** Most nodes that a client may ask for in one page. */
export const PAGE_LIMIT = 500

/** Nodes in a page where none is said. */
export const DEFAULT_PAGE = 50

/** A client, as its token allows. */
export const clientCaller = (scopes: Scopes): Caller => ({ scopes, pageLimit: PAGE_LIMIT, costLimit: 5000 })

/** A client through the REST layer: its rights are the same, and the documents are ours. */
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

/** The same context for another execution: of a subscription, each event is one. */
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
