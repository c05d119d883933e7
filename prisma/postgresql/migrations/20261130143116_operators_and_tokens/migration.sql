-- AlterTable
ALTER TABLE "AuthUser" DROP COLUMN "role",
ADD COLUMN     "authorityIds" TEXT,
ADD COLUMN     "disabledAt" TIMESTAMP(3),
ADD COLUMN     "roles" TEXT NOT NULL DEFAULT '';

-- Until now there was one role, which might do everything.
UPDATE "AuthUser" SET "roles" = 'ca-admin,security-admin';

-- From now on only the hashes of their tokens rest here: everybody signs in again.
DELETE FROM "AuthSession";

-- CreateTable
CREATE TABLE "Invitation" (
    "id" TEXT NOT NULL,
    "tokenSha256" TEXT NOT NULL,
    "operatorId" TEXT,
    "email" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "roles" TEXT NOT NULL,
    "authorityIds" TEXT,
    "createdAt" TIMESTAMP(3) NOT NULL,
    "createdBy" TEXT NOT NULL,
    "expiresAt" TIMESTAMP(3) NOT NULL,
    "acceptedAt" TIMESTAMP(3),
    "withdrawnAt" TIMESTAMP(3),

    CONSTRAINT "Invitation_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "ApiToken" (
    "id" TEXT NOT NULL,
    "operatorId" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "secretSha256" TEXT NOT NULL,
    "rights" TEXT NOT NULL,
    "authorityIds" TEXT,
    "profileIds" TEXT,
    "networks" TEXT,
    "createdAt" TIMESTAMP(3) NOT NULL,
    "expiresAt" TIMESTAMP(3) NOT NULL,
    "revokedAt" TIMESTAMP(3),
    "lastUsedAt" TIMESTAMP(3),

    CONSTRAINT "ApiToken_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "Invitation_tokenSha256_key" ON "Invitation"("tokenSha256");

-- CreateIndex
CREATE INDEX "Invitation_createdAt_id_idx" ON "Invitation"("createdAt", "id");

-- CreateIndex
CREATE UNIQUE INDEX "ApiToken_secretSha256_key" ON "ApiToken"("secretSha256");

-- CreateIndex
CREATE INDEX "ApiToken_operatorId_createdAt_idx" ON "ApiToken"("operatorId", "createdAt");

-- AddForeignKey
ALTER TABLE "ApiToken" ADD CONSTRAINT "ApiToken_operatorId_fkey" FOREIGN KEY ("operatorId") REFERENCES "AuthUser"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;
