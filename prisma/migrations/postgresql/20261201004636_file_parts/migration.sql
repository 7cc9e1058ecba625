-- CreateTable
CREATE TABLE "FilePart" (
    "runId" UUID NOT NULL,
    "part" INTEGER NOT NULL,
    "bytes" INTEGER NOT NULL,
    "data" BYTEA NOT NULL,

    CONSTRAINT "FilePart_pkey" PRIMARY KEY ("runId","part")
);
