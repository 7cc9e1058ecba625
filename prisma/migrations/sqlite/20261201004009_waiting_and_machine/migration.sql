-- AlterTable
ALTER TABLE "Process" ADD COLUMN "blocksRead" BIGINT;
ALTER TABLE "Process" ADD COLUMN "blocksWritten" BIGINT;
ALTER TABLE "Process" ADD COLUMN "diskTime" BIGINT;
ALTER TABLE "Process" ADD COLUMN "involuntarySwitches" BIGINT;
ALTER TABLE "Process" ADD COLUMN "majorFaults" BIGINT;
ALTER TABLE "Process" ADD COLUMN "minorFaults" BIGINT;
ALTER TABLE "Process" ADD COLUMN "runQueueTime" BIGINT;
ALTER TABLE "Process" ADD COLUMN "stderrPipe" BIGINT;
ALTER TABLE "Process" ADD COLUMN "stdinPipe" BIGINT;
ALTER TABLE "Process" ADD COLUMN "stdoutPipe" BIGINT;
ALTER TABLE "Process" ADD COLUMN "voluntarySwitches" BIGINT;

-- CreateTable
CREATE TABLE "MachineSample" (
    "runId" TEXT NOT NULL,
    "time" BIGINT NOT NULL,
    "interval" BIGINT NOT NULL,
    "cores" INTEGER NOT NULL,
    "busy" BIGINT NOT NULL,
    "iowait" BIGINT NOT NULL,
    "steal" BIGINT NOT NULL,
    "build" BIGINT NOT NULL,
    "memoryAvailable" BIGINT NOT NULL,
    "memoryTotal" BIGINT NOT NULL,
    "cpuPressure" BIGINT,
    "ioPressure" BIGINT,
    "memoryPressure" BIGINT,
    "throttled" BIGINT,

    PRIMARY KEY ("runId", "time"),
    CONSTRAINT "MachineSample_runId_fkey" FOREIGN KEY ("runId") REFERENCES "Run" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);
