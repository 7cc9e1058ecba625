-- What a search looks at, a row a run that is not deleted; Prisma does not know it (docs/adr/0008). Apart from the run,
-- since that is written with every batch, and this once. FTS5 knows a row by a number, which VACUUM must not change.
CREATE TABLE "RunText" (
    "number" INTEGER NOT NULL PRIMARY KEY,
    "runId" TEXT NOT NULL UNIQUE REFERENCES "Run" ("id") ON DELETE CASCADE ON UPDATE CASCADE,
    "text" TEXT NOT NULL
);

-- Which texts have which three characters after each other, and where (https://sqlite.org/fts5.html#the_trigram_tokenizer).
CREATE VIRTUAL TABLE "RunTextIndex" USING fts5 (
    "text",
    content = 'RunText',
    content_rowid = 'number',
    columnsize = 0,
    tokenize = 'trigram case_sensitive 1'
);

CREATE TRIGGER "RunText_inserted" AFTER INSERT ON "RunText" BEGIN
    INSERT INTO "RunTextIndex" ("rowid", "text") VALUES (new."number", new."text");
END;

CREATE TRIGGER "RunText_updated" AFTER UPDATE OF "text" ON "RunText" BEGIN
    INSERT INTO "RunTextIndex" ("RunTextIndex", "rowid", "text") VALUES ('delete', old."number", old."text");
    INSERT INTO "RunTextIndex" ("rowid", "text") VALUES (new."number", new."text");
END;

CREATE TRIGGER "RunText_deleted" AFTER DELETE ON "RunText" BEGIN
    INSERT INTO "RunTextIndex" ("RunTextIndex", "rowid", "text") VALUES ('delete', old."number", old."text");
END;
