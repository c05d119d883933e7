-- AlterTable
ALTER TABLE "Authority" ADD COLUMN     "requestDer" BYTEA;
