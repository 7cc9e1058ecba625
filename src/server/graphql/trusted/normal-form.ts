import { Kind, print, visit, type DocumentNode } from 'graphql'

/**
 * The text of a document without what clients add on their way: layout, comments, and `__typename`, by which a cache tells objects
 * apart. Two documents with the same normal form read and change the same.
 */
export const normalForm = (document: DocumentNode): string =>
  print(
    visit(document, {
      Field: ({ name, alias }) => (name.value === '__typename' && !alias ? null : undefined),
    }),
  )

/** Whether a document only asks for the schema, which is no secret. GraphiQL needs it. */
export const isIntrospection = ({ definitions }: DocumentNode): boolean =>
  definitions.every(
    (definition) =>
      definition.kind === Kind.FRAGMENT_DEFINITION ||
      (definition.kind === Kind.OPERATION_DEFINITION &&
        definition.selectionSet.selections.every(
          (selection) => selection.kind === Kind.FIELD && selection.name.value.startsWith('__'),
        )),
  )
