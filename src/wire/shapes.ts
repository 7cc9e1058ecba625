import { z } from 'zod'

/** The largest whole number of 32 bits. */
export const INT32 = 2_147_483_647

/** Of any version, in any case. */
export const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i

export const uuid = z.string().regex(UUID, 'must be a UUID')

/** RFC 3339; the zero time means "not set". */
export const instant = z.string()

/** `parse` turns a number above 2^53 into a string of digits, so that it arrives here whole. */
export const bytes = z.union(
  [z.int().nonnegative(), z.string().regex(/^\d{1,20}$/)],
  'must be a whole number of bytes',
)

export const int32 = z
  .int()
  .min(-INT32 - 1)
  .max(INT32)
export const text = z.string()
export const count = z.int().nonnegative()
