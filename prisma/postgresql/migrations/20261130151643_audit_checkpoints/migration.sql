-- AlterTable
ALTER TABLE "AuditHead" ADD COLUMN     "checkpointKeyId" TEXT;

-- CreateTable
CREATE TABLE "AuditCheckpoint" (
    "seq" BIGINT NOT NULL,
    "at" TIMESTAMP(3) NOT NULL,
    "text" TEXT NOT NULL,
    "signature" BYTEA NOT NULL,

    CONSTRAINT "AuditCheckpoint_pkey" PRIMARY KEY ("seq")
);

-- CreateTable
CREATE TABLE "AuditSink" (
    "name" TEXT NOT NULL,
    "deliveredSeq" BIGINT NOT NULL,
    "checkpointSeq" BIGINT NOT NULL DEFAULT 0,
    "deliveredAt" TIMESTAMP(3) NOT NULL,
    "problem" TEXT NOT NULL DEFAULT '',

    CONSTRAINT "AuditSink_pkey" PRIMARY KEY ("name")
);
