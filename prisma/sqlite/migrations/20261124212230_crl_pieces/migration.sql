-- AlterTable
ALTER TABLE "Crl" ADD COLUMN "head" BLOB;
ALTER TABLE "Crl" ADD COLUMN "tail" BLOB;

-- CreateTable
CREATE TABLE "CrlPiece" (
    "name" TEXT NOT NULL PRIMARY KEY,
    "octets" BLOB NOT NULL
);

-- CreateTable
CREATE TABLE "CrlPieceUse" (
    "crlId" TEXT NOT NULL,
    "position" INTEGER NOT NULL,
    "name" TEXT NOT NULL,

    PRIMARY KEY ("crlId", "position"),
    CONSTRAINT "CrlPieceUse_crlId_fkey" FOREIGN KEY ("crlId") REFERENCES "Crl" ("id") ON DELETE RESTRICT ON UPDATE RESTRICT,
    CONSTRAINT "CrlPieceUse_name_fkey" FOREIGN KEY ("name") REFERENCES "CrlPiece" ("name") ON DELETE RESTRICT ON UPDATE RESTRICT
);

-- CreateIndex
CREATE INDEX "CrlPieceUse_name_idx" ON "CrlPieceUse"("name");
