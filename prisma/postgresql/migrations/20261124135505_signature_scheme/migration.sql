-- AlterTable
ALTER TABLE "Authority" ADD COLUMN     "signatureScheme" TEXT NOT NULL DEFAULT 'pkcs1';
