import { validate } from 'graphql'
import { expect, test } from 'vitest'
import { schema } from '../graphql/schema.ts'
import { ROUTES } from './routes.ts'

test.each(ROUTES.map((route) => [route.path, route.document] as const))(
  '%s asks what the graph has',
  (_, document) => {
    expect(validate(schema, document)).toEqual([])
  },
)
