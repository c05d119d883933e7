-- CreateTable
CREATE TABLE "SecondFactor" (
    "operatorId" TEXT NOT NULL PRIMARY KEY,
    "sealedSecret" BLOB NOT NULL,
    "createdAt" DATETIME NOT NULL,
    "confirmedAt" DATETIME,
    "lastStep" INTEGER NOT NULL DEFAULT 0,
    "recoveryHashes" TEXT NOT NULL DEFAULT '[]',
    CONSTRAINT "SecondFactor_operatorId_fkey" FOREIGN KEY ("operatorId") REFERENCES "AuthUser" ("id") ON DELETE RESTRICT ON UPDATE RESTRICT
);
