import { Kind, type GraphQLResolveInfo, type SelectionSetNode } from 'graphql'

/**
 * Whether a field of this name is selected anywhere below the one that is being resolved. It may say so where a
 * directive leaves the field out: then something is read for nothing, and no more.
 */
export function mentions({ fieldNodes, fragments }: GraphQLResolveInfo, name: string): boolean {
  const within = (set: SelectionSetNode | undefined): boolean =>
    set?.selections.some((selection) => {
      if (selection.kind === Kind.FRAGMENT_SPREAD)
        return within(fragments[selection.name.value]?.selectionSet)
      return (
        (selection.kind === Kind.FIELD && selection.name.value === name) || within(selection.selectionSet)
      )
    }) ?? false
  return fieldNodes.some((node) => within(node.selectionSet))
}
