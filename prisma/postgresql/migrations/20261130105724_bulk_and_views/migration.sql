-- CreateTable
CREATE TABLE "PlannedRevocation" (
    "id" TEXT NOT NULL,
    "certificateId" TEXT NOT NULL,
    "replacementId" TEXT NOT NULL,
    "dueAt" TIMESTAMP(3) NOT NULL,
    "state" TEXT NOT NULL DEFAULT 'waiting',
    "message" TEXT NOT NULL DEFAULT '',
    "createdAt" TIMESTAMP(3) NOT NULL,
    "createdBy" TEXT NOT NULL,
    "endedAt" TIMESTAMP(3),

    CONSTRAINT "PlannedRevocation_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "SavedView" (
    "id" TEXT NOT NULL,
    "operatorId" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "query" TEXT NOT NULL,
    "createdAt" TIMESTAMP(3) NOT NULL,
    "updatedAt" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "SavedView_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "PlannedRevocation_state_dueAt_id_idx" ON "PlannedRevocation"("state", "dueAt", "id");

-- CreateIndex
CREATE INDEX "PlannedRevocation_certificateId_idx" ON "PlannedRevocation"("certificateId");

-- CreateIndex
CREATE INDEX "PlannedRevocation_replacementId_idx" ON "PlannedRevocation"("replacementId");

-- CreateIndex
CREATE UNIQUE INDEX "SavedView_operatorId_name_key" ON "SavedView"("operatorId", "name");

-- AddForeignKey
ALTER TABLE "PlannedRevocation" ADD CONSTRAINT "PlannedRevocation_certificateId_fkey" FOREIGN KEY ("certificateId") REFERENCES "Certificate"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "PlannedRevocation" ADD CONSTRAINT "PlannedRevocation_replacementId_fkey" FOREIGN KEY ("replacementId") REFERENCES "Certificate"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- How many end-entity certificates were issued here and revoked on each day (since 1970-01-01, UTC), for the overview.
CREATE TABLE "CertificateDay" (
    "day" INTEGER NOT NULL PRIMARY KEY,
    "issued" BIGINT NOT NULL DEFAULT 0,
    "revoked" BIGINT NOT NULL DEFAULT 0
);
INSERT INTO "CertificateDay" ("day", "issued")
  SELECT floor(extract(epoch FROM "createdAt") / 86400)::integer, count(*) FROM "Certificate"
  WHERE "state" IN ('issued', 'held', 'revoked') AND "origin" = 'issued' AND "profile" NOT IN ('rootAuthority', 'issuingAuthority', 'ocspResponder')
  GROUP BY 1;
INSERT INTO "CertificateDay" AS d ("day", "revoked")
  SELECT floor(extract(epoch FROM "revokedAt") / 86400)::integer, count(*) FROM "Certificate"
  WHERE "state" = 'revoked' AND "revokedAt" IS NOT NULL AND "origin" = 'issued' AND "profile" NOT IN ('rootAuthority', 'issuingAuthority', 'ocspResponder')
  GROUP BY 1
  ON CONFLICT ("day") DO UPDATE SET "revoked" = EXCLUDED."revoked";

-- Once a statement, as the counts by state.
CREATE FUNCTION "CertificateDay_keep"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'INSERT' THEN
    INSERT INTO "CertificateDay" AS d ("day", "issued")
      SELECT floor(extract(epoch FROM "createdAt") / 86400)::integer, count(*) FROM "new_rows"
      WHERE "state" = 'issued' AND "origin" = 'issued' AND "profile" NOT IN ('rootAuthority', 'issuingAuthority', 'ocspResponder')
      GROUP BY 1
      ON CONFLICT ("day") DO UPDATE SET "issued" = d."issued" + EXCLUDED."issued";
    RETURN NULL;
  END IF;
  INSERT INTO "CertificateDay" AS d ("day", "issued")
    SELECT floor(extract(epoch FROM n."createdAt") / 86400)::integer, count(*) FROM "new_rows" AS n JOIN "old_rows" AS o ON o."id" = n."id"
    WHERE o."state" = 'intended' AND n."state" = 'issued' AND n."origin" = 'issued' AND n."profile" NOT IN ('rootAuthority', 'issuingAuthority', 'ocspResponder')
    GROUP BY 1
    ON CONFLICT ("day") DO UPDATE SET "issued" = d."issued" + EXCLUDED."issued";
  INSERT INTO "CertificateDay" AS d ("day", "revoked")
    SELECT floor(extract(epoch FROM n."revokedAt") / 86400)::integer, count(*) FROM "new_rows" AS n JOIN "old_rows" AS o ON o."id" = n."id"
    WHERE o."state" <> 'revoked' AND n."state" = 'revoked' AND n."revokedAt" IS NOT NULL AND n."origin" = 'issued' AND n."profile" NOT IN ('rootAuthority', 'issuingAuthority', 'ocspResponder')
    GROUP BY 1
    ON CONFLICT ("day") DO UPDATE SET "revoked" = d."revoked" + EXCLUDED."revoked";
  RETURN NULL;
END
$$;
CREATE TRIGGER "CertificateDay_insert" AFTER INSERT ON "Certificate"
  REFERENCING NEW TABLE AS "new_rows" FOR EACH STATEMENT EXECUTE FUNCTION "CertificateDay_keep"();
CREATE TRIGGER "CertificateDay_update" AFTER UPDATE ON "Certificate"
  REFERENCING OLD TABLE AS "old_rows" NEW TABLE AS "new_rows" FOR EACH STATEMENT EXECUTE FUNCTION "CertificateDay_keep"();
