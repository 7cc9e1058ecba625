import {
  buildSchema,
  getNamedType,
  isEnumType,
  isInputObjectType,
  isIntrospectionType,
  isObjectType,
} from 'graphql'
import { isScalarType, isSpecifiedScalarType, isUnionType } from 'graphql'

/** The sections of the page, in order. */
const SECTIONS = [
  { title: 'Questions', takes: ({ name }) => name === 'Query' },
  { title: 'Changes', takes: ({ name }) => name === 'Mutation' },
  { title: 'Subscriptions', takes: ({ name }) => name === 'Subscription' },
  { title: 'Types', takes: (type) => isObjectType(type) || isUnionType(type) },
  { title: 'Inputs', takes: isInputObjectType },
  { title: 'Enums', takes: isEnumType },
  { title: 'Scalars', takes: isScalarType },
]

/**
 * The graph's reference as Markdown: every type with its fields, arguments and descriptions.
 * @param {string} source `schema.graphql`
 */
export function graphReference(source) {
  const types = Object.values(buildSchema(source).getTypeMap()).filter(
    (type) => !isIntrospectionType(type) && !isSpecifiedScalarType(type),
  )
  const left = new Set(types)
  const sections = SECTIONS.map(({ title, takes }) => {
    const own = [...left].filter(takes)
    for (const type of own) left.delete(type)
    return `## ${title}\n\n${own.map(describe).join('\n\n')}`
  })
  return [
    '# The graph',
    'Served at `/graphql`; GraphiQL there lets you try it. Made from `schema.graphql`.',
    ...sections,
    '',
  ].join('\n\n')
}

/** A type: its heading, its description, and a table of its parts. */
function describe(type) {
  const rows = isEnumType(type)
    ? type.getValues().map((value) => `| \`${value.name}\` | ${textOf(value)} |`)
    : 'getFields' in type
      ? Object.values(type.getFields()).map((field) => `| ${signature(field)} | ${textOf(field)} |`)
      : []
  const table = rows.length > 0 ? ['| | |', '|---|---|', ...rows].join('\n') : ''
  return [`### ${type.name}`, type.description ?? '', table].filter(Boolean).join('\n\n')
}

/** `field(argument: Type)`: Type, which links to where it is described. @param {import("graphql").GraphQLField<unknown, unknown>} field */
function signature({ name, args = [], type }) {
  const inner = args.map((argument) => `${argument.name}: ${argument.type}`).join(', ')
  const named = getNamedType(type)
  const shown = isSpecifiedScalarType(named) ? `\`${type}\`` : `[\`${type}\`](#${named.name.toLowerCase()})`
  return `\`${name}${inner && `(${inner})`}\`: ${shown}`
}

/** A description in a cell of a table, with the reason for a deprecation. */
function textOf({ description, deprecationReason }) {
  const text = [deprecationReason && `*Deprecated: ${deprecationReason}*`, description]
    .filter(Boolean)
    .join(' ')
  return text.replaceAll('\n', ' ').replaceAll('|', '\\|')
}
