-- AlterTable
ALTER TABLE "AuditHead" ADD COLUMN "checkpointKeyId" TEXT;

-- CreateTable
CREATE TABLE "AuditCheckpoint" (
    "seq" BIGINT NOT NULL PRIMARY KEY,
    "at" DATETIME NOT NULL,
    "text" TEXT NOT NULL,
    "signature" BLOB NOT NULL
);

-- CreateTable
CREATE TABLE "AuditSink" (
    "name" TEXT NOT NULL PRIMARY KEY,
    "deliveredSeq" BIGINT NOT NULL,
    "checkpointSeq" BIGINT NOT NULL DEFAULT 0,
    "deliveredAt" DATETIME NOT NULL,
    "problem" TEXT NOT NULL DEFAULT ''
);
