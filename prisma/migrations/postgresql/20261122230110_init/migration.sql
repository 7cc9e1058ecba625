-- CreateTable
CREATE TABLE "Run" (
    "id" UUID NOT NULL,
    "command" TEXT NOT NULL,
    "args" TEXT NOT NULL,
    "workingDir" TEXT NOT NULL,
    "startTime" BIGINT NOT NULL,
    "endTime" BIGINT,
    "status" TEXT NOT NULL,
    "endedBy" TEXT,
    "exitCode" INTEGER,
    "duration" BIGINT,
    "reportedProcesses" INTEGER NOT NULL DEFAULT 0,
    "host" TEXT NOT NULL DEFAULT '',
    "cores" INTEGER,
    "labels" TEXT NOT NULL DEFAULT '{}',
    "capture" TEXT,
    "kind" TEXT NOT NULL,
    "pinned" BOOLEAN NOT NULL DEFAULT false,
    "seq" INTEGER NOT NULL DEFAULT 0,
    "processesSeen" INTEGER NOT NULL DEFAULT 0,
    "processesRunning" INTEGER NOT NULL DEFAULT 0,
    "cpuTime" BIGINT NOT NULL DEFAULT 0,
    "peakMemory" BIGINT NOT NULL DEFAULT 0,
    "lastSeenAt" BIGINT NOT NULL,
    "changedAt" BIGINT NOT NULL,

    CONSTRAINT "Run_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Process" (
    "runId" UUID NOT NULL,
    "pid" INTEGER NOT NULL,
    "startTime" BIGINT NOT NULL,
    "ppid" INTEGER NOT NULL,
    "ppidTime" BIGINT NOT NULL,
    "name" TEXT NOT NULL,
    "nameTime" BIGINT NOT NULL,
    "cmdline" TEXT NOT NULL,
    "cmdlineTime" BIGINT NOT NULL,
    "workingDir" TEXT NOT NULL,
    "workingDirTime" BIGINT NOT NULL,
    "cpuUsage" DOUBLE PRECISION NOT NULL,
    "cpuUsageTime" BIGINT NOT NULL,
    "memory" BIGINT NOT NULL,
    "memoryTime" BIGINT NOT NULL,
    "peakMemory" BIGINT NOT NULL,
    "endTime" BIGINT,
    "status" TEXT NOT NULL,
    "exitCode" INTEGER,
    "signal" TEXT,
    "userTime" BIGINT,
    "systemTime" BIGINT,

    CONSTRAINT "Process_pkey" PRIMARY KEY ("runId","pid","startTime")
);

-- CreateTable
CREATE TABLE "Event" (
    "runId" UUID NOT NULL,
    "seq" INTEGER NOT NULL,
    "id" UUID NOT NULL,
    "timestamp" BIGINT NOT NULL,
    "type" TEXT NOT NULL,
    "snapshot" TEXT NOT NULL,
    "receivedAt" BIGINT NOT NULL,
    "processPid" INTEGER,
    "processStart" BIGINT,

    CONSTRAINT "Event_pkey" PRIMARY KEY ("runId","seq")
);

-- CreateTable
CREATE TABLE "DeletedRun" (
    "id" UUID NOT NULL,
    "deletedAt" BIGINT NOT NULL,

    CONSTRAINT "DeletedRun_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "Run_startTime_id_idx" ON "Run"("startTime", "id");

-- CreateIndex
CREATE INDEX "Run_kind_startTime_idx" ON "Run"("kind", "startTime");

-- CreateIndex
CREATE INDEX "Run_status_lastSeenAt_idx" ON "Run"("status", "lastSeenAt");

-- CreateIndex
CREATE INDEX "Run_changedAt_idx" ON "Run"("changedAt");

-- CreateIndex
CREATE INDEX "Process_runId_startTime_pid_idx" ON "Process"("runId", "startTime", "pid");

-- CreateIndex
CREATE INDEX "Process_runId_ppid_idx" ON "Process"("runId", "ppid");

-- CreateIndex
CREATE INDEX "Event_runId_timestamp_seq_idx" ON "Event"("runId", "timestamp", "seq");

-- CreateIndex
CREATE INDEX "Event_runId_processStart_processPid_seq_idx" ON "Event"("runId", "processStart", "processPid", "seq");

-- CreateIndex
CREATE UNIQUE INDEX "Event_runId_id_key" ON "Event"("runId", "id");

-- CreateIndex
CREATE INDEX "DeletedRun_deletedAt_idx" ON "DeletedRun"("deletedAt");
