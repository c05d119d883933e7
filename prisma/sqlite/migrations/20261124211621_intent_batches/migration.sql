-- CreateTable
CREATE TABLE "IntentBatch" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "createdAt" DATETIME NOT NULL,
    "content" TEXT NOT NULL
);

-- CreateTable
CREATE TABLE "IntendedSerial" (
    "issuerId" TEXT NOT NULL,
    "serialHex" TEXT NOT NULL,
    "batchId" TEXT NOT NULL,

    PRIMARY KEY ("issuerId", "serialHex")
) WITHOUT ROWID;

-- Nearly every certificate has none of the three: their indexes hold the others only.
DROP INDEX "Certificate_authorityId_idx";
CREATE INDEX "Certificate_authorityId_idx" ON "Certificate"("authorityId") WHERE "authorityId" IS NOT NULL;
DROP INDEX "Certificate_replacesId_idx";
CREATE INDEX "Certificate_replacesId_idx" ON "Certificate"("replacesId") WHERE "replacesId" IS NOT NULL;
DROP INDEX "Certificate_profileId_createdAt_id_idx";
CREATE INDEX "Certificate_profileId_createdAt_id_idx" ON "Certificate"("profileId", "createdAt", "id") WHERE "profileId" IS NOT NULL;
