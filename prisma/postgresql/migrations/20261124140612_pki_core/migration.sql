-- DropIndex
DROP INDEX "Crl_authorityId_crlNumber_key";

-- AlterTable
ALTER TABLE "Authority" ADD COLUMN     "deletedAt" TIMESTAMP(3),
ADD COLUMN     "keyState" TEXT NOT NULL DEFAULT 'online',
ADD COLUMN     "predecessorId" TEXT,
ADD COLUMN     "settings" TEXT NOT NULL DEFAULT '{}',
ALTER COLUMN "keyId" DROP NOT NULL;

-- AlterTable
ALTER TABLE "Certificate" ADD COLUMN     "authorityId" TEXT,
ADD COLUMN     "notes" TEXT NOT NULL DEFAULT '',
ADD COLUMN     "origin" TEXT NOT NULL DEFAULT 'issued',
ADD COLUMN     "owner" TEXT NOT NULL DEFAULT '',
ADD COLUMN     "profileId" TEXT,
ADD COLUMN     "replacesId" TEXT;

-- AlterTable
ALTER TABLE "Crl" ADD COLUMN     "baseNumber" BIGINT,
ADD COLUMN     "kind" TEXT NOT NULL DEFAULT 'complete',
ADD COLUMN     "shard" INTEGER NOT NULL DEFAULT 0;

-- CreateTable
CREATE TABLE "CertificateTag" (
    "certificateId" TEXT NOT NULL,
    "tag" TEXT NOT NULL,

    CONSTRAINT "CertificateTag_pkey" PRIMARY KEY ("certificateId","tag")
);

-- CreateTable
CREATE TABLE "ReleasedEntry" (
    "authorityId" TEXT NOT NULL,
    "serialHex" TEXT NOT NULL,
    "releasedAt" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "ReleasedEntry_pkey" PRIMARY KEY ("authorityId","serialHex")
);

-- CreateTable
CREATE TABLE "Job" (
    "id" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "label" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "parameters" TEXT NOT NULL,
    "total" INTEGER NOT NULL,
    "done" INTEGER NOT NULL DEFAULT 0,
    "failed" INTEGER NOT NULL DEFAULT 0,
    "message" TEXT NOT NULL DEFAULT '',
    "createdAt" TIMESTAMP(3) NOT NULL,
    "createdBy" TEXT NOT NULL,
    "startedAt" TIMESTAMP(3),
    "finishedAt" TIMESTAMP(3),

    CONSTRAINT "Job_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "JobItem" (
    "jobId" TEXT NOT NULL,
    "position" INTEGER NOT NULL,
    "state" TEXT NOT NULL DEFAULT 'waiting',
    "input" TEXT NOT NULL,
    "certificateId" TEXT,
    "problem" TEXT,

    CONSTRAINT "JobItem_pkey" PRIMARY KEY ("jobId","position")
);

-- CreateTable
CREATE TABLE "Profile" (
    "id" TEXT NOT NULL,
    "base" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "status" TEXT NOT NULL DEFAULT 'active',
    "revision" INTEGER NOT NULL DEFAULT 1,
    "definition" TEXT NOT NULL,
    "createdAt" TIMESTAMP(3) NOT NULL,
    "createdBy" TEXT NOT NULL,
    "updatedAt" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "Profile_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "CertificateTag_tag_certificateId_idx" ON "CertificateTag"("tag", "certificateId");

-- CreateIndex
CREATE INDEX "ReleasedEntry_authorityId_releasedAt_idx" ON "ReleasedEntry"("authorityId", "releasedAt");

-- CreateIndex
CREATE INDEX "Job_createdAt_id_idx" ON "Job"("createdAt", "id");

-- CreateIndex
CREATE INDEX "Job_state_createdAt_idx" ON "Job"("state", "createdAt");

-- CreateIndex
CREATE INDEX "JobItem_jobId_state_position_idx" ON "JobItem"("jobId", "state", "position");

-- CreateIndex
CREATE INDEX "Profile_createdAt_id_idx" ON "Profile"("createdAt", "id");

-- CreateIndex
CREATE INDEX "Certificate_authorityId_idx" ON "Certificate"("authorityId");

-- CreateIndex
CREATE INDEX "Certificate_replacesId_idx" ON "Certificate"("replacesId");

-- CreateIndex
CREATE INDEX "RevokedEntry_authorityId_revokedAt_idx" ON "RevokedEntry"("authorityId", "revokedAt");

-- CreateIndex
CREATE UNIQUE INDEX "Crl_authorityId_crlNumber_kind_shard_key" ON "Crl"("authorityId", "crlNumber", "kind", "shard");

-- AddForeignKey
ALTER TABLE "Certificate" ADD CONSTRAINT "Certificate_authorityId_fkey" FOREIGN KEY ("authorityId") REFERENCES "Authority"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "Certificate" ADD CONSTRAINT "Certificate_replacesId_fkey" FOREIGN KEY ("replacesId") REFERENCES "Certificate"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "CertificateTag" ADD CONSTRAINT "CertificateTag_certificateId_fkey" FOREIGN KEY ("certificateId") REFERENCES "Certificate"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "ReleasedEntry" ADD CONSTRAINT "ReleasedEntry_authorityId_fkey" FOREIGN KEY ("authorityId") REFERENCES "Authority"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "JobItem" ADD CONSTRAINT "JobItem_jobId_fkey" FOREIGN KEY ("jobId") REFERENCES "Job"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- The certificates that authorities have for themselves say whose they are.
UPDATE "Certificate" SET "authorityId" = (SELECT "Authority"."id" FROM "Authority" WHERE "Authority"."certificateId" = "Certificate"."id")
WHERE "profile" IN ('rootAuthority', 'issuingAuthority');
