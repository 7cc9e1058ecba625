-- What a search looks at, a row a run that is not deleted; Prisma does not know it (docs/adr/0008). Apart from the run,
-- since that is written with every batch, and this once.
CREATE TABLE "RunText" (
    "runId" UUID NOT NULL PRIMARY KEY REFERENCES "Run" ("id") ON DELETE CASCADE ON UPDATE CASCADE,
    "text" TEXT NOT NULL
);

-- Where the extension cannot be had, a search reads all texts (https://www.postgresql.org/docs/current/pgtrgm.html).
DO $$ BEGIN
    CREATE EXTENSION IF NOT EXISTS pg_trgm;
    CREATE INDEX "RunText_text_idx" ON "RunText" USING gin ("text" gin_trgm_ops);
EXCEPTION WHEN insufficient_privilege OR feature_not_supported OR undefined_file OR undefined_object THEN
    RAISE NOTICE 'pg_trgm is not there: %', SQLERRM;
END $$;
