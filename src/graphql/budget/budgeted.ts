import {
  defaultFieldResolver,
  getNamedType,
  getNullableType,
  isLeafType,
  isListType,
  isObjectType,
  type GraphQLFieldResolver,
  type GraphQLResolveInfo,
  type GraphQLSchema,
} from 'graphql'
import { JsonText } from '../../wire/json-text.ts'
import type { Budget } from './budget.ts'
import type { GraphContext } from '../context.ts'
import { askedOf } from './sizes.ts'

type Resolver = GraphQLFieldResolver<unknown, GraphContext>

/**
 * Makes each field that returns objects or a list count its values against the budget of the execution. It works for the
 * interpreter and for compiled code, because both call resolvers. Introspection fields count as well. Without a context nothing
 * is counted.
 */
export function budgeted(schema: GraphQLSchema): GraphQLSchema {
  for (const type of Object.values(schema.getTypeMap())) {
    if (!isObjectType(type)) continue
    for (const field of Object.values(type.getFields())) {
      const named = getNamedType(field.type)
      const resolve: Resolver = field.resolve ?? defaultFieldResolver
      if (!isLeafType(named)) field.resolve = givingObjects(resolve, named.name)
      else if (isListType(getNullableType(field.type))) field.resolve = giving(resolve, countItems)
      else if (named.name === 'Timeline' || named.name === 'Columns')
        field.resolve = giving(resolve, countTimeline)
    }
  }
  return schema
}

function givingObjects(resolve: Resolver, type: string): Resolver {
  return (source, args, context, info) => {
    const budget = context?.budget
    if (!budget) return resolve(source, args, context, info)
    if (!budget.goesOn) return budget.never
    const value = resolve(source, args, context, info)
    if (value == null) return value
    if (value instanceof Promise) return value.then((found) => handOut(budget, found, info, type))
    return handOut(budget, value, info, type)
  }
}

/** Counts an object, or a list of them, and hands it out. */
function handOut(budget: Budget, value: unknown, info: GraphQLResolveInfo, type: string): unknown {
  if (value == null) return value
  const { values, textOf } = askedOf(info, type)
  if (!Array.isArray(value)) {
    budget.charge(values, textOf?.(value))
    return budget.hand(value, values)
  }
  let text = 0
  if (textOf) for (const item of value) text += textOf(item)
  budget.charge(value.length * values, text)
  return budget.handList(value, values)
}

function giving(resolve: Resolver, count: (budget: Budget, value: unknown) => void): Resolver {
  return (source, args, context, info) => {
    const budget = context?.budget
    if (!budget) return resolve(source, args, context, info)
    if (!budget.goesOn) return budget.never
    const counted = (value: unknown) => {
      count(budget, value)
      return budget.goesOn ? value : budget.never
    }
    const value = resolve(source, args, context, info)
    return value instanceof Promise ? value.then(counted) : counted(value)
  }
}

function countItems(budget: Budget, value: unknown): void {
  if (Array.isArray(value)) budget.charge(value.length)
}

function countTimeline(budget: Budget, value: unknown): void {
  if (value instanceof JsonText) budget.chargeTimeline(value.size)
}
