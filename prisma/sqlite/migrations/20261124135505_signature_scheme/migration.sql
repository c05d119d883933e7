-- SQLite adds the column in place. What the generator derives, a new table and a drop, would break the rows that refer to it.
ALTER TABLE "Authority" ADD COLUMN "signatureScheme" TEXT NOT NULL DEFAULT 'pkcs1';
