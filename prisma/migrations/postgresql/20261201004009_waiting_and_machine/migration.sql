-- AlterTable
ALTER TABLE "Process" ADD COLUMN     "blocksRead" BIGINT,
ADD COLUMN     "blocksWritten" BIGINT,
ADD COLUMN     "diskTime" BIGINT,
ADD COLUMN     "involuntarySwitches" BIGINT,
ADD COLUMN     "majorFaults" BIGINT,
ADD COLUMN     "minorFaults" BIGINT,
ADD COLUMN     "runQueueTime" BIGINT,
ADD COLUMN     "stderrPipe" BIGINT,
ADD COLUMN     "stdinPipe" BIGINT,
ADD COLUMN     "stdoutPipe" BIGINT,
ADD COLUMN     "voluntarySwitches" BIGINT;

-- CreateTable
CREATE TABLE "MachineSample" (
    "runId" UUID NOT NULL,
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

    CONSTRAINT "MachineSample_pkey" PRIMARY KEY ("runId","time")
);
