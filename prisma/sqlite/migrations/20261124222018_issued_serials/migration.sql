-- CreateTable
CREATE TABLE "IssuedSerial" (
    "authorityId" TEXT NOT NULL,
    "serialHex" TEXT NOT NULL,
    "notAfter" DATETIME NOT NULL,
    "recordedAt" DATETIME NOT NULL,

    PRIMARY KEY ("authorityId", "serialHex"),
    CONSTRAINT "IssuedSerial_authorityId_fkey" FOREIGN KEY ("authorityId") REFERENCES "Authority" ("id") ON DELETE RESTRICT ON UPDATE RESTRICT
);
