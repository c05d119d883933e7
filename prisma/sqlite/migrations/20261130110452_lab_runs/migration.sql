-- CreateTable
CREATE TABLE "LabRun" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "groupId" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "caseId" TEXT,
    "connectionId" TEXT,
    "title" TEXT NOT NULL,
    "ok" BOOLEAN NOT NULL,
    "protocol" TEXT,
    "verdict" TEXT NOT NULL,
    "createdAt" DATETIME NOT NULL,
    "createdBy" TEXT NOT NULL,
    "record" TEXT NOT NULL
);

-- CreateIndex
CREATE INDEX "LabRun_createdAt_id_idx" ON "LabRun"("createdAt", "id");

-- CreateIndex
CREATE INDEX "LabRun_groupId_idx" ON "LabRun"("groupId");

-- CreateIndex
CREATE INDEX "LabRun_connectionId_createdAt_idx" ON "LabRun"("connectionId", "createdAt");
