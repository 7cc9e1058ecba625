import { Kind, type DocumentNode, type OperationDefinitionNode, type SelectionSetNode } from 'graphql'

/**
 * Counts the fields of an operation after its fragments are expanded. It visits each fragment once, because a chain of
 * fragments that each spread the next one twice expands to more fields than a visit can count.
 */
export function countFields(document: DocumentNode, operation: OperationDefinitionNode): number {
  const counted = new Map<string, number>()
  const count = ({ selections }: SelectionSetNode): number => {
    let fields = 0
    for (const selection of selections) {
      if (selection.kind === Kind.FRAGMENT_SPREAD) fields += countFragment(selection.name.value)
      else {
        fields += selection.kind === Kind.FIELD ? 1 : 0
        fields += selection.selectionSet ? count(selection.selectionSet) : 0
      }
    }
    return fields
  }
  const countFragment = (name: string): number => {
    const known = counted.get(name)
    if (known !== undefined) return known
    // Ends the recursion of a fragment that spreads itself, which is invalid.
    counted.set(name, 0)
    const fragment = document.definitions.find(
      (definition) => definition.kind === Kind.FRAGMENT_DEFINITION && definition.name.value === name,
    )
    const fields = fragment && 'selectionSet' in fragment ? count(fragment.selectionSet) : 0
    counted.set(name, fields)
    return fields
  }
  return count(operation.selectionSet)
}
