-- CreateTable
CREATE TABLE "CertificationRequest" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "state" TEXT NOT NULL DEFAULT 'waiting',
    "csr" TEXT NOT NULL,
    "asked" TEXT NOT NULL,
    "displayName" TEXT NOT NULL,
    "subjectText" TEXT NOT NULL,
    "keyAlgorithm" TEXT NOT NULL,
    "spkiSha256" TEXT NOT NULL,
    "note" TEXT NOT NULL DEFAULT '',
    "createdAt" DATETIME NOT NULL,
    "createdBy" TEXT NOT NULL,
    "decidedAt" DATETIME,
    "decidedBy" TEXT,
    "reason" TEXT NOT NULL DEFAULT '',
    "certificateId" TEXT
);

-- CreateTable
CREATE TABLE "Handover" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "connectionId" TEXT NOT NULL,
    "side" TEXT NOT NULL,
    "tokenSha256" TEXT NOT NULL,
    "certificateId" TEXT,
    "createdAt" DATETIME NOT NULL,
    "createdBy" TEXT NOT NULL,
    "expiresAt" DATETIME NOT NULL,
    "revokedAt" DATETIME,
    "fileName" TEXT,
    "fileSha256" TEXT,
    "codeSha256" TEXT,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "collectedAt" DATETIME,
    "content" BLOB,
    CONSTRAINT "Handover_connectionId_fkey" FOREIGN KEY ("connectionId") REFERENCES "Connection" ("id") ON DELETE RESTRICT ON UPDATE RESTRICT
);

-- AlterTable
ALTER TABLE "Connection" ADD COLUMN "searchText" TEXT NOT NULL DEFAULT '';
UPDATE "Connection" SET "searchText" = lower("name");

-- CreateIndex
CREATE INDEX "CertificationRequest_state_createdAt_id_idx" ON "CertificationRequest"("state", "createdAt", "id");

-- CreateIndex
CREATE INDEX "CertificationRequest_createdAt_id_idx" ON "CertificationRequest"("createdAt", "id");

-- CreateIndex
CREATE UNIQUE INDEX "Handover_tokenSha256_key" ON "Handover"("tokenSha256");

-- CreateIndex
CREATE INDEX "Handover_connectionId_createdAt_idx" ON "Handover"("connectionId", "createdAt");

-- CreateIndex
CREATE INDEX "Handover_expiresAt_idx" ON "Handover"("expiresAt");
