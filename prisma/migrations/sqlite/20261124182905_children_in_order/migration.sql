-- DropIndex
DROP INDEX "Process_runId_ppid_idx";

-- CreateIndex
CREATE INDEX "Process_runId_ppid_startTime_pid_idx" ON "Process"("runId", "ppid", "startTime", "pid");
