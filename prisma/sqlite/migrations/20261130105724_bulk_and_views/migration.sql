-- CreateTable
CREATE TABLE "PlannedRevocation" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "certificateId" TEXT NOT NULL,
    "replacementId" TEXT NOT NULL,
    "dueAt" DATETIME NOT NULL,
    "state" TEXT NOT NULL DEFAULT 'waiting',
    "message" TEXT NOT NULL DEFAULT '',
    "createdAt" DATETIME NOT NULL,
    "createdBy" TEXT NOT NULL,
    "endedAt" DATETIME,
    CONSTRAINT "PlannedRevocation_certificateId_fkey" FOREIGN KEY ("certificateId") REFERENCES "Certificate" ("id") ON DELETE RESTRICT ON UPDATE RESTRICT,
    CONSTRAINT "PlannedRevocation_replacementId_fkey" FOREIGN KEY ("replacementId") REFERENCES "Certificate" ("id") ON DELETE RESTRICT ON UPDATE RESTRICT
);

-- CreateTable
CREATE TABLE "SavedView" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "operatorId" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "query" TEXT NOT NULL,
    "createdAt" DATETIME NOT NULL,
    "updatedAt" DATETIME NOT NULL
);

-- CreateIndex
CREATE INDEX "PlannedRevocation_state_dueAt_id_idx" ON "PlannedRevocation"("state", "dueAt", "id");

-- CreateIndex
CREATE INDEX "PlannedRevocation_certificateId_idx" ON "PlannedRevocation"("certificateId");

-- CreateIndex
CREATE INDEX "PlannedRevocation_replacementId_idx" ON "PlannedRevocation"("replacementId");

-- CreateIndex
CREATE UNIQUE INDEX "SavedView_operatorId_name_key" ON "SavedView"("operatorId", "name");

-- How many end-entity certificates were issued here and revoked on each day (since 1970-01-01, UTC), for the overview.
CREATE TABLE "CertificateDay" (
    "day" INTEGER NOT NULL PRIMARY KEY,
    "issued" INTEGER NOT NULL DEFAULT 0,
    "revoked" INTEGER NOT NULL DEFAULT 0
);
INSERT INTO "CertificateDay" ("day", "issued")
  SELECT "createdAt" / 86400000, count(*) FROM "Certificate"
  WHERE "state" IN ('issued', 'held', 'revoked') AND "origin" = 'issued' AND "profile" NOT IN ('rootAuthority', 'issuingAuthority', 'ocspResponder')
  GROUP BY 1;
INSERT INTO "CertificateDay" ("day", "revoked")
  SELECT "revokedAt" / 86400000, count(*) FROM "Certificate"
  WHERE "state" = 'revoked' AND "revokedAt" IS NOT NULL AND "origin" = 'issued' AND "profile" NOT IN ('rootAuthority', 'issuingAuthority', 'ocspResponder')
  GROUP BY 1
  ON CONFLICT ("day") DO UPDATE SET "revoked" = excluded."revoked";

CREATE TRIGGER "CertificateDay_insert" AFTER INSERT ON "Certificate"
WHEN new."state" = 'issued' AND new."origin" = 'issued' AND new."profile" NOT IN ('rootAuthority', 'issuingAuthority', 'ocspResponder')
BEGIN
  INSERT INTO "CertificateDay" ("day", "issued") VALUES (new."createdAt" / 86400000, 1)
    ON CONFLICT ("day") DO UPDATE SET "issued" = "issued" + 1;
END;
CREATE TRIGGER "CertificateDay_issued" AFTER UPDATE OF "state" ON "Certificate"
WHEN old."state" = 'intended' AND new."state" = 'issued' AND new."origin" = 'issued' AND new."profile" NOT IN ('rootAuthority', 'issuingAuthority', 'ocspResponder')
BEGIN
  INSERT INTO "CertificateDay" ("day", "issued") VALUES (new."createdAt" / 86400000, 1)
    ON CONFLICT ("day") DO UPDATE SET "issued" = "issued" + 1;
END;
CREATE TRIGGER "CertificateDay_revoked" AFTER UPDATE OF "state" ON "Certificate"
WHEN old."state" <> 'revoked' AND new."state" = 'revoked' AND new."revokedAt" IS NOT NULL AND new."origin" = 'issued' AND new."profile" NOT IN ('rootAuthority', 'issuingAuthority', 'ocspResponder')
BEGIN
  INSERT INTO "CertificateDay" ("day", "revoked") VALUES (new."revokedAt" / 86400000, 1)
    ON CONFLICT ("day") DO UPDATE SET "revoked" = "revoked" + 1;
END;
