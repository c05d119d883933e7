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

-- Every three characters of the search text in a row are a token here, and the start of each line is one of its own: two
-- line ends stand before it. Without the fingerprint, which is looked up in its own index. No content and no positions:
-- what is found is compared with the ledger. `rowid` is that of the certificate.
CREATE VIRTUAL TABLE "CertificateSearch" USING fts5("text", content='', detail=none, columnsize=0, tokenize='trigram case_sensitive 1');

-- Which of the certificates that were there before the index are not in it yet: from "next" to "last". The program adds
-- them in slices while it serves.
CREATE TABLE "CertificateSearchFill" (
    "id" INTEGER NOT NULL PRIMARY KEY CHECK ("id" = 1),
    "next" INTEGER NOT NULL,
    "last" INTEGER NOT NULL
);
INSERT INTO "CertificateSearchFill" ("id", "next", "last") SELECT 1, 1, coalesce(max(rowid), 0) FROM "Certificate";

CREATE TRIGGER "CertificateSearch_insert" AFTER INSERT ON "Certificate" BEGIN
  INSERT INTO "CertificateSearch" (rowid, "text") VALUES (new.rowid, char(10, 10) || replace(replace(new."searchText", char(10) || coalesce(new."fingerprintSha256", char(1)), ''), char(10), char(10, 10)));
END;
CREATE TRIGGER "CertificateSearch_update" AFTER UPDATE OF "searchText", "fingerprintSha256" ON "Certificate"
WHEN char(10, 10) || replace(replace(old."searchText", char(10) || coalesce(old."fingerprintSha256", char(1)), ''), char(10), char(10, 10)) <> char(10, 10) || replace(replace(new."searchText", char(10) || coalesce(new."fingerprintSha256", char(1)), ''), char(10), char(10, 10))
  AND NOT EXISTS (SELECT 1 FROM "CertificateSearchFill" WHERE "next" <= old.rowid AND old.rowid <= "last")
BEGIN
  INSERT INTO "CertificateSearch" ("CertificateSearch", rowid, "text") VALUES ('delete', old.rowid, char(10, 10) || replace(replace(old."searchText", char(10) || coalesce(old."fingerprintSha256", char(1)), ''), char(10), char(10, 10)));
  INSERT INTO "CertificateSearch" (rowid, "text") VALUES (new.rowid, char(10, 10) || replace(replace(new."searchText", char(10) || coalesce(new."fingerprintSha256", char(1)), ''), char(10), char(10, 10)));
END;
CREATE TRIGGER "CertificateSearch_delete" AFTER DELETE ON "Certificate"
WHEN NOT EXISTS (SELECT 1 FROM "CertificateSearchFill" WHERE "next" <= old.rowid AND old.rowid <= "last")
BEGIN
  INSERT INTO "CertificateSearch" ("CertificateSearch", rowid, "text") VALUES ('delete', old.rowid, char(10, 10) || replace(replace(old."searchText", char(10) || coalesce(old."fingerprintSha256", char(1)), ''), char(10), char(10, 10)));
END;

-- How many certificates are in each state, so that nobody counts a million.
CREATE TABLE "CertificateTally" (
    "state" TEXT NOT NULL PRIMARY KEY,
    "count" INTEGER NOT NULL
) WITHOUT ROWID;
INSERT INTO "CertificateTally" ("state", "count") SELECT "state", count(*) FROM "Certificate" GROUP BY "state";

CREATE TRIGGER "CertificateTally_insert" AFTER INSERT ON "Certificate" BEGIN
  INSERT INTO "CertificateTally" ("state", "count") VALUES (new."state", 1)
    ON CONFLICT ("state") DO UPDATE SET "count" = "count" + 1;
END;
CREATE TRIGGER "CertificateTally_update" AFTER UPDATE OF "state" ON "Certificate" WHEN old."state" <> new."state" BEGIN
  UPDATE "CertificateTally" SET "count" = "count" - 1 WHERE "state" = old."state";
  INSERT INTO "CertificateTally" ("state", "count") VALUES (new."state", 1)
    ON CONFLICT ("state") DO UPDATE SET "count" = "count" + 1;
END;
CREATE TRIGGER "CertificateTally_delete" AFTER DELETE ON "Certificate" BEGIN
  UPDATE "CertificateTally" SET "count" = "count" - 1 WHERE "state" = old."state";
END;
