-- CreateTable
CREATE TABLE "CertificateTag" (
    "certificateId" TEXT NOT NULL,
    "tag" TEXT NOT NULL,

    PRIMARY KEY ("certificateId", "tag"),
    CONSTRAINT "CertificateTag_certificateId_fkey" FOREIGN KEY ("certificateId") REFERENCES "Certificate" ("id") ON DELETE RESTRICT ON UPDATE RESTRICT
);

-- CreateTable
CREATE TABLE "ReleasedEntry" (
    "authorityId" TEXT NOT NULL,
    "serialHex" TEXT NOT NULL,
    "releasedAt" DATETIME NOT NULL,

    PRIMARY KEY ("authorityId", "serialHex"),
    CONSTRAINT "ReleasedEntry_authorityId_fkey" FOREIGN KEY ("authorityId") REFERENCES "Authority" ("id") ON DELETE RESTRICT ON UPDATE RESTRICT
);

-- CreateTable
CREATE TABLE "Job" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "kind" TEXT NOT NULL,
    "label" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "parameters" TEXT NOT NULL,
    "total" INTEGER NOT NULL,
    "done" INTEGER NOT NULL DEFAULT 0,
    "failed" INTEGER NOT NULL DEFAULT 0,
    "message" TEXT NOT NULL DEFAULT '',
    "createdAt" DATETIME NOT NULL,
    "createdBy" TEXT NOT NULL,
    "startedAt" DATETIME,
    "finishedAt" DATETIME
);

-- CreateTable
CREATE TABLE "JobItem" (
    "jobId" TEXT NOT NULL,
    "position" INTEGER NOT NULL,
    "state" TEXT NOT NULL DEFAULT 'waiting',
    "input" TEXT NOT NULL,
    "certificateId" TEXT,
    "problem" TEXT,

    PRIMARY KEY ("jobId", "position"),
    CONSTRAINT "JobItem_jobId_fkey" FOREIGN KEY ("jobId") REFERENCES "Job" ("id") ON DELETE RESTRICT ON UPDATE RESTRICT
);

-- CreateTable
CREATE TABLE "Profile" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "base" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "status" TEXT NOT NULL DEFAULT 'active',
    "revision" INTEGER NOT NULL DEFAULT 1,
    "definition" TEXT NOT NULL,
    "createdAt" DATETIME NOT NULL,
    "createdBy" TEXT NOT NULL,
    "updatedAt" DATETIME NOT NULL
);

-- RedefineTables
PRAGMA defer_foreign_keys=ON;
PRAGMA foreign_keys=OFF;
CREATE TABLE "new_Authority" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "kind" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "status" TEXT NOT NULL,
    "parentId" TEXT,
    "keyId" TEXT,
    "keyState" TEXT NOT NULL DEFAULT 'online',
    "settings" TEXT NOT NULL DEFAULT '{}',
    "predecessorId" TEXT,
    "deletedAt" DATETIME,
    "signatureScheme" TEXT NOT NULL DEFAULT 'pkcs1',
    "certificateId" TEXT,
    "responderCertificateId" TEXT,
    "lastCrlNumber" BIGINT NOT NULL DEFAULT 0,
    "createdAt" DATETIME NOT NULL,
    CONSTRAINT "Authority_parentId_fkey" FOREIGN KEY ("parentId") REFERENCES "Authority" ("id") ON DELETE RESTRICT ON UPDATE RESTRICT,
    CONSTRAINT "Authority_certificateId_fkey" FOREIGN KEY ("certificateId") REFERENCES "Certificate" ("id") ON DELETE RESTRICT ON UPDATE RESTRICT,
    CONSTRAINT "Authority_responderCertificateId_fkey" FOREIGN KEY ("responderCertificateId") REFERENCES "Certificate" ("id") ON DELETE RESTRICT ON UPDATE RESTRICT
);
INSERT INTO "new_Authority" ("certificateId", "createdAt", "id", "keyId", "kind", "lastCrlNumber", "name", "parentId", "responderCertificateId", "signatureScheme", "status") SELECT "certificateId", "createdAt", "id", "keyId", "kind", "lastCrlNumber", "name", "parentId", "responderCertificateId", "signatureScheme", "status" FROM "Authority";
DROP TABLE "Authority";
ALTER TABLE "new_Authority" RENAME TO "Authority";
CREATE INDEX "Authority_createdAt_id_idx" ON "Authority"("createdAt", "id");
CREATE TABLE "new_Certificate" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "issuerId" TEXT NOT NULL,
    "serialHex" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "profile" TEXT NOT NULL,
    "profileId" TEXT,
    "authorityId" TEXT,
    "replacesId" TEXT,
    "origin" TEXT NOT NULL DEFAULT 'issued',
    "owner" TEXT NOT NULL DEFAULT '',
    "notes" TEXT NOT NULL DEFAULT '',
    "displayName" TEXT NOT NULL,
    "subject" TEXT NOT NULL,
    "names" TEXT NOT NULL,
    "notBefore" DATETIME NOT NULL,
    "notAfter" DATETIME NOT NULL,
    "keyAlgorithm" TEXT NOT NULL,
    "spkiSha256" TEXT NOT NULL,
    "fingerprintSha256" TEXT,
    "keyId" TEXT,
    "revokedAt" DATETIME,
    "revocationReason" TEXT,
    "createdAt" DATETIME NOT NULL,
    "createdBy" TEXT NOT NULL,
    "searchText" TEXT NOT NULL,
    CONSTRAINT "Certificate_issuerId_fkey" FOREIGN KEY ("issuerId") REFERENCES "Authority" ("id") ON DELETE RESTRICT ON UPDATE RESTRICT,
    CONSTRAINT "Certificate_authorityId_fkey" FOREIGN KEY ("authorityId") REFERENCES "Authority" ("id") ON DELETE RESTRICT ON UPDATE RESTRICT,
    CONSTRAINT "Certificate_replacesId_fkey" FOREIGN KEY ("replacesId") REFERENCES "Certificate" ("id") ON DELETE RESTRICT ON UPDATE RESTRICT,
    CONSTRAINT "Certificate_keyId_fkey" FOREIGN KEY ("keyId") REFERENCES "PrivateKey" ("id") ON DELETE RESTRICT ON UPDATE RESTRICT
);
INSERT INTO "new_Certificate" ("createdAt", "createdBy", "displayName", "fingerprintSha256", "id", "issuerId", "keyAlgorithm", "keyId", "names", "notAfter", "notBefore", "profile", "revocationReason", "revokedAt", "searchText", "serialHex", "spkiSha256", "state", "subject") SELECT "createdAt", "createdBy", "displayName", "fingerprintSha256", "id", "issuerId", "keyAlgorithm", "keyId", "names", "notAfter", "notBefore", "profile", "revocationReason", "revokedAt", "searchText", "serialHex", "spkiSha256", "state", "subject" FROM "Certificate";
DROP TABLE "Certificate";
ALTER TABLE "new_Certificate" RENAME TO "Certificate";
CREATE INDEX "Certificate_profile_state_createdAt_id_idx" ON "Certificate"("profile", "state", "createdAt", "id");
CREATE INDEX "Certificate_profile_state_notAfter_id_notBefore_createdAt_idx" ON "Certificate"("profile", "state", "notAfter", "id", "notBefore", "createdAt");
CREATE INDEX "Certificate_issuerId_state_createdAt_id_idx" ON "Certificate"("issuerId", "state", "createdAt", "id");
CREATE INDEX "Certificate_issuerId_state_notAfter_id_profile_idx" ON "Certificate"("issuerId", "state", "notAfter", "id", "profile");
CREATE INDEX "Certificate_spkiSha256_idx" ON "Certificate"("spkiSha256");
CREATE INDEX "Certificate_fingerprintSha256_idx" ON "Certificate"("fingerprintSha256");
CREATE INDEX "Certificate_authorityId_idx" ON "Certificate"("authorityId");
CREATE INDEX "Certificate_replacesId_idx" ON "Certificate"("replacesId");
CREATE UNIQUE INDEX "Certificate_issuerId_serialHex_key" ON "Certificate"("issuerId", "serialHex");
CREATE TABLE "new_Crl" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "authorityId" TEXT NOT NULL,
    "crlNumber" BIGINT NOT NULL,
    "thisUpdate" DATETIME NOT NULL,
    "nextUpdate" DATETIME NOT NULL,
    "entryCount" INTEGER NOT NULL,
    "kind" TEXT NOT NULL DEFAULT 'complete',
    "baseNumber" BIGINT,
    "shard" INTEGER NOT NULL DEFAULT 0,
    "published" BOOLEAN NOT NULL DEFAULT false,
    "tbsDer" BLOB,
    "der" BLOB,
    CONSTRAINT "Crl_authorityId_fkey" FOREIGN KEY ("authorityId") REFERENCES "Authority" ("id") ON DELETE RESTRICT ON UPDATE RESTRICT
);
INSERT INTO "new_Crl" ("authorityId", "crlNumber", "der", "entryCount", "id", "nextUpdate", "published", "tbsDer", "thisUpdate") SELECT "authorityId", "crlNumber", "der", "entryCount", "id", "nextUpdate", "published", "tbsDer", "thisUpdate" FROM "Crl";
DROP TABLE "Crl";
ALTER TABLE "new_Crl" RENAME TO "Crl";
CREATE INDEX "Crl_published_thisUpdate_idx" ON "Crl"("published", "thisUpdate");
CREATE UNIQUE INDEX "Crl_authorityId_crlNumber_kind_shard_key" ON "Crl"("authorityId", "crlNumber", "kind", "shard");
PRAGMA foreign_keys=ON;
PRAGMA defer_foreign_keys=OFF;

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
CREATE INDEX "RevokedEntry_authorityId_revokedAt_idx" ON "RevokedEntry"("authorityId", "revokedAt");

-- The certificates that authorities have for themselves say whose they are.
UPDATE "Certificate" SET "authorityId" = (SELECT "Authority"."id" FROM "Authority" WHERE "Authority"."certificateId" = "Certificate"."id")
WHERE "profile" IN ('rootAuthority', 'issuingAuthority');
