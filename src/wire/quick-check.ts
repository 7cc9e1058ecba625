import { z } from 'zod'

/** Whether a value has a shape. It explains nothing, and leaves no garbage. */
export type QuickCheck = (value: unknown) => boolean

/** The part of JSON Schema that zod prints for our schemas (https://json-schema.org/draft/2020-12). */
interface Shape {
  readonly type?: string | readonly string[]
  readonly const?: unknown
  readonly enum?: readonly unknown[]
  readonly anyOf?: readonly Shape[]
  readonly oneOf?: readonly Shape[]
  readonly pattern?: string
  readonly minimum?: number
  readonly exclusiveMinimum?: number
  readonly maximum?: number
  readonly items?: Shape
  readonly maxItems?: number
  readonly properties?: Readonly<Record<string, Shape>>
  readonly required?: readonly string[]
  readonly additionalProperties?: Shape
}

/** Its keywords. The names of properties are texts in any case. */
const KNOWN =
  /^(type|const|enum|anyOf|oneOf|pattern|minimum|exclusiveMinimum|maximum|items|maxItems|properties|required|propertyNames|additionalProperties)$/

/**
 * Compiles a schema into a check that accepts nothing that zod rejects. It may reject valid values, because JSON Schema has no
 * patterns that ignore case, and zod omits a property `__proto__`. So zod examines each rejected value. zod copies the values
 * that it checks, which was half of a submission's garbage.
 * @throws Error for a schema with keywords that this does not support
 */
export function quickCheck(schema: z.ZodType): QuickCheck {
  const { $schema: _, ...shape } = z.toJSONSchema(schema, { io: 'input' })
  return compile(shape as Shape)
}

function compile(shape: Shape): QuickCheck {
  const unknown = Object.keys(shape).find((word) => !KNOWN.test(word))
  if (unknown !== undefined) throw new Error(`No quick check knows ${unknown}`)
  const either = shape.anyOf ?? shape.oneOf
  if (either) return anyOf(either.map(compile))
  if ('const' in shape) return (value) => value === shape.const
  if (shape.enum) {
    const values = new Set(shape.enum)
    return (value) => values.has(value)
  }
  if (Array.isArray(shape.type)) return anyOf(shape.type.map((type) => compile({ ...shape, type })))
  return TYPES[shape.type as keyof typeof TYPES](shape)
}

const TYPES = {
  null: () => (value: unknown) => value === null,
  string({ pattern }: Shape): QuickCheck {
    if (pattern === undefined) return (value) => typeof value === 'string'
    const regex = new RegExp(pattern)
    return (value) => typeof value === 'string' && regex.test(value)
  },
  number: () => (value: unknown) => Number.isFinite(value),
  integer({ minimum = -Infinity, exclusiveMinimum = -Infinity, maximum = Infinity }: Shape): QuickCheck {
    return (value) =>
      Number.isSafeInteger(value) &&
      (value as number) >= minimum &&
      (value as number) > exclusiveMinimum &&
      (value as number) <= maximum
  },
  array({ items = {}, maxItems = Infinity }: Shape): QuickCheck {
    const check = compile(items)
    return (value) => Array.isArray(value) && value.length <= maxItems && value.every(check)
  },
  object({ properties = {}, required = [], additionalProperties }: Shape): QuickCheck {
    const fields = Object.entries(properties).map(([name, shape]) => ({
      name,
      check: compile(shape),
      needed: required.includes(name),
    }))
    const others = additionalProperties && compile(additionalProperties)
    return (value) => {
      if (typeof value !== 'object' || value === null || Array.isArray(value)) return false
      for (const { name, check, needed } of fields) {
        const field = (value as Record<string, unknown>)[name]
        if (field === undefined ? needed : !check(field)) return false
      }
      return !others || Object.entries(value).every(([name, field]) => name !== '__proto__' && others(field))
    }
  },
}

function anyOf(checks: readonly QuickCheck[]): QuickCheck {
  return (value) => {
    for (const check of checks) if (check(value)) return true
    return false
  }
}
