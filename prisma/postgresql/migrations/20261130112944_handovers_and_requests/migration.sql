-- AlterTable
ALTER TABLE "Connection" ADD COLUMN     "searchText" TEXT NOT NULL DEFAULT '';
UPDATE "Connection" SET "searchText" = lower("name");

-- CreateTable
CREATE TABLE "CertificationRequest" (
    "id" TEXT NOT NULL,
    "state" TEXT NOT NULL DEFAULT 'waiting',
    "csr" TEXT NOT NULL,
    "asked" TEXT NOT NULL,
    "displayName" TEXT NOT NULL,
    "subjectText" TEXT NOT NULL,
    "keyAlgorithm" TEXT NOT NULL,
    "spkiSha256" TEXT NOT NULL,
    "note" TEXT NOT NULL DEFAULT '',
    "createdAt" TIMESTAMP(3) NOT NULL,
    "createdBy" TEXT NOT NULL,
    "decidedAt" TIMESTAMP(3),
    "decidedBy" TEXT,
    "reason" TEXT NOT NULL DEFAULT '',
    "certificateId" TEXT,

    CONSTRAINT "CertificationRequest_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Handover" (
    "id" TEXT NOT NULL,
    "connectionId" TEXT NOT NULL,
    "side" TEXT NOT NULL,
    "tokenSha256" TEXT NOT NULL,
    "certificateId" TEXT,
    "createdAt" TIMESTAMP(3) NOT NULL,
    "createdBy" TEXT NOT NULL,
    "expiresAt" TIMESTAMP(3) NOT NULL,
    "revokedAt" TIMESTAMP(3),
    "fileName" TEXT,
    "fileSha256" TEXT,
    "codeSha256" TEXT,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "collectedAt" TIMESTAMP(3),
    "content" BYTEA,

    CONSTRAINT "Handover_pkey" PRIMARY KEY ("id")
);

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

-- AddForeignKey
ALTER TABLE "Handover" ADD CONSTRAINT "Handover_connectionId_fkey" FOREIGN KEY ("connectionId") REFERENCES "Connection"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;
