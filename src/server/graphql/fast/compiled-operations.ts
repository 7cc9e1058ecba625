import { Kind, type DocumentNode, type ExecutionArgs, type ExecutionResult } from 'graphql'
import type * as Jit from 'graphql-jit'
import { countFields } from '../count-fields.ts'

type Outcome = ExecutionResult | Promise<ExecutionResult>

/** An operation that was asked once, one that is always interpreted, or code. */
type Operation = 'new' | 'interpreted' | Jit.CompiledQuery

/** Fields of an operation that is compiled, at most: each takes some 0.1 ms, once, and 3 kB. */
const FIELDS_LIMIT = 200

/** Operations that are remembered: those asked last. */
const KEPT = 100

/**
 * Where compiled code may not do what the specification says: a fragment spread twice under different directives, names
 * that mean something to JavaScript.
 */
const PECULIAR = /@|__(?!typename\b)/

/**
 * Executes what is asked again by code that graphql-jit makes of the document: interpreting it takes ten times as long for
 * a long list. A document is known by its object, since the parser's cache gives the same for the same text.
 */
export class CompiledOperations {
  readonly #operations = new Map<DocumentNode, Operation>()
  #jit: typeof Jit | undefined

  /**
   * @param interpret executes as the specification says: what is asked for the first time, mutations, and again whatever
   *   compiled code found an error in, so that errors are the same
   */
  execute(args: ExecutionArgs, interpret: (args: ExecutionArgs) => unknown): Outcome {
    const operation = this.#recall(args)
    if (typeof operation === 'string') return interpret(args) as Outcome
    const settle = (result: ExecutionResult) => (result.errors ? (interpret(args) as Outcome) : result)
    const result = operation.query(args.rootValue, args.contextValue, args.variableValues) as Outcome
    return result instanceof Promise ? result.then(settle) : settle(result)
  }

  /** How an operation is to be executed now. */
  #recall(args: ExecutionArgs): Operation {
    const known = this.#operations.get(args.document)
    const operation = known === 'new' ? this.#compile(args) : (known ?? 'new')
    this.#operations.delete(args.document)
    this.#operations.set(args.document, operation)
    for (const oldest of this.#operations.keys()) {
      if (this.#operations.size <= KEPT) break
      this.#operations.delete(oldest)
    }
    return operation
  }

  #compile({ schema, document }: ExecutionArgs): Operation {
    if (!isPlain(document)) return 'interpreted'
    if (!this.#jit) {
      // Loaded when it is first wanted: a daemon that only stores needs none of it.
      void import('graphql-jit').then((jit) => (this.#jit = jit))
      return 'new'
    }
    const compiled = this.#jit.compileQuery(schema, document)
    return this.#jit.isCompiledQuery(compiled) ? compiled : 'interpreted'
  }
}

/** Whether compiled code does with a document what interpreting it does, and is worth its making. */
function isPlain(document: DocumentNode): boolean {
  const operations = document.definitions.filter(
    (definition) => definition.kind === Kind.OPERATION_DEFINITION,
  )
  const [operation] = operations
  return (
    operations.length === 1 &&
    operation!.operation !== 'mutation' &&
    document.loc !== undefined &&
    !PECULIAR.test(document.loc.source.body) &&
    countFields(document, operation!) <= FIELDS_LIMIT
  )
}
