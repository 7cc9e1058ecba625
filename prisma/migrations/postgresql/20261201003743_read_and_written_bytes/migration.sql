-- AlterTable
ALTER TABLE "Process" ADD COLUMN     "readBytes" BIGINT,
ADD COLUMN     "writtenBytes" BIGINT;
