import { templateOf, type Row } from '../rest/row.ts'

/** The row of a request, and the facts of its path. */
export interface Match<R extends Row> {
  /** The path as it stands in the table, with `{name}` for a segment. */
  readonly template: string
  /** The row of the method; undefined if the path takes other methods only. */
  readonly row: R | undefined
  /** The methods of HTTP that the path takes; empty if it takes WebSockets only. */
  readonly allow: string
  /** The segments for the path's `:name`s, as the client sent them. */
  readonly params: Readonly<Record<string, string>>
}

interface Path<R extends Row> {
  readonly template: string
  readonly expression: RegExp
  readonly methods: Map<string, R>
  allow: string
}

const NONE: Readonly<Record<string, string>> = Object.freeze({})

/** Finds the row of a request. A path without `:name` takes one look-up, because every submission has one. */
export class RouteTable<R extends Row> {
  readonly #exact = new Map<string, Path<R>>()
  readonly #patterns = new Map<string, Path<R>>()

  constructor(rows: readonly R[]) {
    for (const row of rows) {
      const paths = row.path.includes(':') ? this.#patterns : this.#exact
      const path = paths.get(row.path) ?? newPath(row)
      paths.set(row.path, path)
      path.methods.set(row.method, row)
      if (row.method === 'GET') path.methods.set('HEAD', row)
      path.allow = [...path.methods.keys()].filter((method) => method !== 'WS').join(', ')
    }
  }

  /** @returns undefined if there is no such path */
  find(method: string, path: string): Match<R> | undefined {
    const exact = this.#exact.get(path)
    if (exact) return matchOf(exact, method, NONE)
    for (const pattern of this.#patterns.values()) {
      const match = pattern.expression.exec(path)
      if (match) return matchOf(pattern, method, { ...match.groups })
    }
    return undefined
  }
}

function newPath<R extends Row>(row: R): Path<R> {
  const source = row.path.replace(/[.*+?^${}()|[\]\\]/g, '\\$&').replace(/:(\w+)/g, '(?<$1>[\\w.~-]+)')
  return {
    template: templateOf(row),
    expression: new RegExp(`^${source}$`),
    methods: new Map(),
    allow: '',
  }
}

const matchOf = <R extends Row>(
  { template, methods, allow }: Path<R>,
  method: string,
  params: Match<R>['params'],
): Match<R> => ({ template, row: methods.get(method), allow, params })
