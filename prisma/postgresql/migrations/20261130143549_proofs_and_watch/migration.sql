-- CreateTable
CREATE TABLE "StatusProof" (
    "certificateId" TEXT NOT NULL,
    "createdAt" TIMESTAMP(3) NOT NULL,
    "createdBy" TEXT NOT NULL,
    "record" TEXT NOT NULL,

    CONSTRAINT "StatusProof_pkey" PRIMARY KEY ("certificateId")
);

-- CreateTable
CREATE TABLE "WatchedAddress" (
    "authorityId" TEXT NOT NULL,
    "url" TEXT NOT NULL,
    "label" TEXT NOT NULL,
    "verdict" TEXT NOT NULL,
    "words" TEXT NOT NULL,
    "since" TIMESTAMP(3) NOT NULL,
    "seenAt" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "WatchedAddress_pkey" PRIMARY KEY ("authorityId","url")
);
