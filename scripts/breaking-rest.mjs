/**
 * What a newer OpenAPI document takes away from clients of an older one: paths, methods, kinds of bodies, values and
 * types of an answer, and whatever a request must have now. What comes new breaks nobody.
 * @returns {string[]} a sentence each
 */
export function brokenByRest(before, now) {
  const broken = []
  for (const [path, methods] of Object.entries(before.paths))
    for (const [method, operation] of Object.entries(methods)) {
      const place = `${method.toUpperCase()} ${path}`
      const next = now.paths[path]?.[method]
      if (!next) broken.push(`${place} was removed`)
      else broken.push(...brokenOperation(place, [operation, before], [next, now]))
    }
  return broken
}

function* brokenOperation(place, [operation, before], [next, now]) {
  const known = new Set((operation.parameters ?? []).map(({ name }) => name))
  const kept = new Set((next.parameters ?? []).map(({ name }) => name))
  for (const name of known) if (!kept.has(name)) yield `${place} takes no ${name} any more`
  for (const { name, required } of next.parameters ?? [])
    if (required && !known.has(name)) yield `${place} needs ${name} now`
  for (const [type, { schema }] of contents(operation.requestBody)) {
    const other = next.requestBody?.content?.[type]
    if (!other) yield `${place} takes no ${type} any more`
    else
      yield* brokenRequest(`${place} body`, resolve(schema, before), resolve(other.schema, now), [
        before,
        now,
      ])
  }
  for (const [status, response] of Object.entries(operation.responses)) {
    const [had, has] = [resolve(response, before), resolve(next.responses[status], now)]
    for (const [type, { schema }] of contents(had)) {
      const other = has?.content?.[type]
      if (!other) yield `${place} gives no ${type} with ${status} any more`
      else yield* brokenAnswer(`${place} ${status}`, schema, other.schema, [before, now], new Set())
    }
  }
}

const contents = (body) => Object.entries(body?.content ?? {})

/** Parts of a request that are required now, and were not before. */
function* brokenRequest(place, had, has, documents) {
  const required = new Set(had.required ?? [])
  for (const name of has.required ?? []) if (!required.has(name)) yield `${place} needs ${name} now`
  for (const [name, schema] of Object.entries(had.properties ?? {})) {
    const other = has.properties?.[name]
    if (!other) yield `${place} takes no ${name} any more`
    else
      yield* brokenRequest(
        `${place}.${name}`,
        resolve(schema, documents[0]),
        resolve(other, documents[1]),
        documents,
      )
  }
}

/** What an answer lacks that it had. @param {Set<string>} seen references, since schemas may name themselves */
function* brokenAnswer(place, before, now, documents, seen) {
  const reference = before?.$ref
  if (reference && seen.has(reference)) return
  if (reference) seen.add(reference)
  const [had, has] = [resolve(before, documents[0]), resolve(now, documents[1])]
  if (had?.type && has?.type && String(had.type) !== String(has.type))
    yield `${place} was ${had.type} and is ${has.type}`
  const required = new Set(has?.required ?? [])
  for (const name of had?.required ?? []) if (!required.has(name)) yield `${place}.${name} may be absent now`
  for (const [name, schema] of Object.entries(had?.properties ?? {})) {
    const other = has?.properties?.[name]
    if (!other) yield `${place}.${name} was removed`
    else yield* brokenAnswer(`${place}.${name}`, schema, other, documents, seen)
  }
  if (had?.items) yield* brokenAnswer(`${place}[]`, had.items, has?.items, documents, seen)
}

/** The schema or response behind a reference within its document. */
function resolve(value, document) {
  if (!value?.$ref) return value
  return value.$ref
    .slice(2)
    .split('/')
    .reduce((part, name) => part?.[name], document)
}
