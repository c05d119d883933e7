-- CreateTable
CREATE TABLE "IssuedSerial" (
    "authorityId" TEXT NOT NULL,
    "serialHex" TEXT NOT NULL,
    "notAfter" TIMESTAMP(3) NOT NULL,
    "recordedAt" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "IssuedSerial_pkey" PRIMARY KEY ("authorityId","serialHex")
);

-- AddForeignKey
ALTER TABLE "IssuedSerial" ADD CONSTRAINT "IssuedSerial_authorityId_fkey" FOREIGN KEY ("authorityId") REFERENCES "Authority"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;
