-- CreateTable
CREATE TABLE "FilePart" (
    "runId" TEXT NOT NULL,
    "part" INTEGER NOT NULL,
    "bytes" INTEGER NOT NULL,
    "data" BLOB NOT NULL,

    PRIMARY KEY ("runId", "part"),
    CONSTRAINT "FilePart_runId_fkey" FOREIGN KEY ("runId") REFERENCES "Run" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);
