import { Kind, type DocumentNode, type ExecutionArgs, type ExecutionResult } from 'graphql'
import type * as Jit from 'graphql-jit'
import { countFields } from '../count-fields.ts'

type Outcome = ExecutionResult | Promise<ExecutionResult>

/** An operation that came once, one that is always interpreted, or compiled code. */
type Operation = 'new' | 'interpreted' | Jit.CompiledQuery

/** Fields of a compiled operation, at most. Compiling takes about 0.1 ms and 3 kB for each. */
const FIELDS_LIMIT = 200

/** Operations that are remembered, the latest ones. */
const KEPT = 100

/**
 * Documents for which compiled code may differ from the specification: a fragment spread twice under different directives, and
 * names with a meaning in JavaScript.
 */
const PECULIAR = /@|__(?!typename\b)/

/**
 * Executes repeated operations by code that graphql-jit compiles from the document. Interpretation takes ten times as long for
 * a long list. The document object identifies an operation, because the parser's cache returns the same object for the same
 * text.
 */
export class CompiledOperations {
  readonly #operations = new Map<DocumentNode, Operation>()
  #jit: typeof Jit | undefined

  /**
   * @param interpret executes as the specification says. It runs new operations and mutations. It also repeats an operation in
   *   which compiled code found an error, so that the errors are the same
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
      // Loaded at the first use, because a daemon that only stores does not need it.
      void import('graphql-jit').then((jit) => (this.#jit = jit))
      return 'new'
    }
    const compiled = this.#jit.compileQuery(schema, document)
    return this.#jit.isCompiledQuery(compiled) ? compiled : 'interpreted'
  }
}

/** Whether compiled code gives the same result for a document as interpretation, and is worth compiling. */
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
