import { defineConfig } from 'prisma/config'

/** One model source; the migrations are per provider and made by `npm run migration`. */
export default defineConfig({
  schema: 'prisma/schema.prisma',
  migrations: { path: 'prisma/migrations/sqlite' },
})
