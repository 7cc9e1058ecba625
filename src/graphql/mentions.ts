import { Kind, type GraphQLResolveInfo, type SelectionSetNode } from 'graphql'

/**
 * Whether a field of this name is selected anywhere below the current one. It may be true although a directive skips the field;
 * then something is read in vain, and no harm is done.
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
