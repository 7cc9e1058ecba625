import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import protobuf from 'protobufjs'

const FIXTURES = join(import.meta.dirname, '../fixtures/protos')

/**
 * Loads an official definition, and those that it imports as far as the fixtures have them. A field whose type is not there is
 * unknown to the decoder.
 */
export function loadProtos(...files: readonly string[]): protobuf.Root {
  const root = new protobuf.Root()
  const seen = new Set<string>()
  const load = (file: string): void => {
    if (seen.has(file)) return
    seen.add(file)
    let text: string
    try {
      text = readFileSync(join(FIXTURES, file), 'utf8')
    } catch {
      return
    }
    const { imports } = protobuf.parse(text, root)
    imports?.forEach(load)
  }
  files.forEach(load)
  forgetUnresolved(root)
  root.resolveAll()
  return root
}

function forgetUnresolved(namespace: protobuf.NamespaceBase): void {
  for (const nested of namespace.nestedArray) {
    if (nested instanceof protobuf.Type)
      for (const field of nested.fieldsArray)
        if (!(field.type in protobuf.types.basic) && !nested.lookup(field.type)) nested.remove(field)
    if (nested instanceof protobuf.Namespace) forgetUnresolved(nested)
  }
}

/** Decodes a message. @throws if it holds a field that the definition does not have */
export function decodeStrictly(type: protobuf.Type, bytes: Uint8Array): protobuf.Message {
  const message = type.decode(bytes)
  // The decoder passes over unknown fields, so a message that had some is shorter afterwards.
  if (type.encode(message).finish().length !== bytes.length)
    throw new Error(`${type.name} holds what its definition does not have`)
  return message
}

/**
 * Decodes OTLP/JSON (https://opentelemetry.io/docs/specs/otlp/#json-protobuf-encoding), whose ids are hexadecimal.
 * @throws if it holds a field or a value that the definition does not have
 */
export function decodeJsonStrictly(type: protobuf.Type, text: string) {
  const json = JSON.parse(text, (key, value: unknown) =>
    /^(trace|parentSpan|span)Id$/.test(key) ? Buffer.from(String(value), 'hex').toString('base64') : value,
  )
  const decoded = type.decode(type.encode(type.fromObject(json)).finish())
  const again = type.toObject(decoded, { longs: String, bytes: String, arrays: false })
  assert.deepStrictEqual(again, json)
  return JSON.parse(text)
}
