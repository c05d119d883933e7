-- DropIndex
DROP INDEX "Certificate_profile_state_createdAt_id_idx";

-- DropIndex
DROP INDEX "Certificate_issuerId_state_createdAt_id_idx";

-- DropIndex
DROP INDEX "Certificate_issuerId_state_notAfter_id_profile_idx";

-- CreateIndex
CREATE INDEX "Certificate_profile_state_createdAt_id_notAfter_idx" ON "Certificate"("profile", "state", "createdAt", "id", "notAfter");

-- CreateIndex
CREATE INDEX "Certificate_issuerId_profile_state_createdAt_id_notAfter_idx" ON "Certificate"("issuerId", "profile", "state", "createdAt", "id", "notAfter");

-- CreateIndex
CREATE INDEX "Certificate_issuerId_profile_state_notAfter_id_notBefore_idx" ON "Certificate"("issuerId", "profile", "state", "notAfter", "id", "notBefore");

-- Any part of a name by its trigrams. Where the extension cannot be had, texts are looked for as before, row by row.
DO $$
BEGIN
  CREATE EXTENSION IF NOT EXISTS pg_trgm;
  CREATE INDEX "Certificate_searchText_trgm" ON "Certificate" USING gin ("searchText" gin_trgm_ops);
EXCEPTION
  WHEN insufficient_privilege OR undefined_file OR feature_not_supported OR undefined_object THEN
    RAISE NOTICE 'pg_trgm is not available: %', SQLERRM;
END
$$;

-- How many certificates are in each state, so that nobody counts a million.
CREATE TABLE "CertificateTally" (
    "state" TEXT NOT NULL PRIMARY KEY,
    "count" BIGINT NOT NULL
);
INSERT INTO "CertificateTally" ("state", "count") SELECT "state", count(*) FROM "Certificate" GROUP BY "state";

-- Once a statement, not once a row: a bulk adds thousands.
CREATE FUNCTION "CertificateTally_keep"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP <> 'INSERT' THEN
    UPDATE "CertificateTally" AS t SET "count" = t."count" - o."count"
      FROM (SELECT "state", count(*) AS "count" FROM "old_rows" GROUP BY "state") AS o WHERE t."state" = o."state";
  END IF;
  IF TG_OP <> 'DELETE' THEN
    INSERT INTO "CertificateTally" AS t ("state", "count") SELECT "state", count(*) FROM "new_rows" GROUP BY "state"
      ON CONFLICT ("state") DO UPDATE SET "count" = t."count" + EXCLUDED."count";
  END IF;
  RETURN NULL;
END
$$;
CREATE TRIGGER "CertificateTally_insert" AFTER INSERT ON "Certificate"
  REFERENCING NEW TABLE AS "new_rows" FOR EACH STATEMENT EXECUTE FUNCTION "CertificateTally_keep"();
CREATE TRIGGER "CertificateTally_update" AFTER UPDATE ON "Certificate"
  REFERENCING OLD TABLE AS "old_rows" NEW TABLE AS "new_rows" FOR EACH STATEMENT EXECUTE FUNCTION "CertificateTally_keep"();
CREATE TRIGGER "CertificateTally_delete" AFTER DELETE ON "Certificate"
  REFERENCING OLD TABLE AS "old_rows" FOR EACH STATEMENT EXECUTE FUNCTION "CertificateTally_keep"();
