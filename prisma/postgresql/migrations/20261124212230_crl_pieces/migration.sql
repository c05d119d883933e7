-- AlterTable
ALTER TABLE "Crl" ADD COLUMN     "head" BYTEA,
ADD COLUMN     "tail" BYTEA;

-- CreateTable
CREATE TABLE "CrlPiece" (
    "name" TEXT NOT NULL,
    "octets" BYTEA NOT NULL,

    CONSTRAINT "CrlPiece_pkey" PRIMARY KEY ("name")
);

-- CreateTable
CREATE TABLE "CrlPieceUse" (
    "crlId" TEXT NOT NULL,
    "position" INTEGER NOT NULL,
    "name" TEXT NOT NULL,

    CONSTRAINT "CrlPieceUse_pkey" PRIMARY KEY ("crlId","position")
);

-- CreateIndex
CREATE INDEX "CrlPieceUse_name_idx" ON "CrlPieceUse"("name");

-- AddForeignKey
ALTER TABLE "CrlPieceUse" ADD CONSTRAINT "CrlPieceUse_crlId_fkey" FOREIGN KEY ("crlId") REFERENCES "Crl"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "CrlPieceUse" ADD CONSTRAINT "CrlPieceUse_name_fkey" FOREIGN KEY ("name") REFERENCES "CrlPiece"("name") ON DELETE RESTRICT ON UPDATE RESTRICT;
