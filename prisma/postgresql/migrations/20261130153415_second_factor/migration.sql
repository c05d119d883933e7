-- CreateTable
CREATE TABLE "SecondFactor" (
    "operatorId" TEXT NOT NULL,
    "sealedSecret" BYTEA NOT NULL,
    "createdAt" TIMESTAMP(3) NOT NULL,
    "confirmedAt" TIMESTAMP(3),
    "lastStep" INTEGER NOT NULL DEFAULT 0,
    "recoveryHashes" TEXT NOT NULL DEFAULT '[]',

    CONSTRAINT "SecondFactor_pkey" PRIMARY KEY ("operatorId")
);

-- AddForeignKey
ALTER TABLE "SecondFactor" ADD CONSTRAINT "SecondFactor_operatorId_fkey" FOREIGN KEY ("operatorId") REFERENCES "AuthUser"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;
