import type { PrismaClient } from '../generated/sqlite/client.ts'

/**
 * The type by which the program knows every client that reads. Prisma generates one type for each database, and another for a
 * client with an extension, but the models and their methods are the same in all of them.
 */
export const asReader = (client: object): PrismaClient => client as PrismaClient
