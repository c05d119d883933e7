-- CreateTable
CREATE TABLE "StatusProof" (
    "certificateId" TEXT NOT NULL PRIMARY KEY,
    "createdAt" DATETIME NOT NULL,
    "createdBy" TEXT NOT NULL,
    "record" TEXT NOT NULL
);

-- CreateTable
CREATE TABLE "WatchedAddress" (
    "authorityId" TEXT NOT NULL,
    "url" TEXT NOT NULL,
    "label" TEXT NOT NULL,
    "verdict" TEXT NOT NULL,
    "words" TEXT NOT NULL,
    "since" DATETIME NOT NULL,
    "seenAt" DATETIME NOT NULL,

    PRIMARY KEY ("authorityId", "url")
);
