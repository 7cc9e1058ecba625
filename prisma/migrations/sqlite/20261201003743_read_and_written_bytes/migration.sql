-- AlterTable
ALTER TABLE "Process" ADD COLUMN "readBytes" BIGINT;
ALTER TABLE "Process" ADD COLUMN "writtenBytes" BIGINT;
