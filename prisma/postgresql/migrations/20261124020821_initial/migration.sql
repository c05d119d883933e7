-- CreateTable
CREATE TABLE "AuditEntry" (
    "seq" BIGINT NOT NULL,
    "at" TIMESTAMP(3) NOT NULL,
    "actor" TEXT NOT NULL,
    "action" TEXT NOT NULL,
    "objectType" TEXT NOT NULL,
    "objectId" TEXT NOT NULL,
    "details" TEXT NOT NULL,
    "previousHash" TEXT NOT NULL,
    "hash" TEXT NOT NULL,

    CONSTRAINT "AuditEntry_pkey" PRIMARY KEY ("seq")
);

-- CreateTable
CREATE TABLE "AuditHead" (
    "id" INTEGER NOT NULL,
    "seq" BIGINT NOT NULL,
    "hash" TEXT NOT NULL,
    "transactions" BIGINT NOT NULL DEFAULT 0,

    CONSTRAINT "AuditHead_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "AuthUser" (
    "id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "email" TEXT NOT NULL,
    "emailVerified" BOOLEAN NOT NULL DEFAULT false,
    "image" TEXT,
    "role" TEXT NOT NULL DEFAULT 'administrator',
    "createdAt" TIMESTAMP(3) NOT NULL,
    "updatedAt" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "AuthUser_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "AuthSession" (
    "id" TEXT NOT NULL,
    "expiresAt" TIMESTAMP(3) NOT NULL,
    "token" TEXT NOT NULL,
    "createdAt" TIMESTAMP(3) NOT NULL,
    "updatedAt" TIMESTAMP(3) NOT NULL,
    "ipAddress" TEXT,
    "userAgent" TEXT,
    "userId" TEXT NOT NULL,

    CONSTRAINT "AuthSession_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "AuthAccount" (
    "id" TEXT NOT NULL,
    "accountId" TEXT NOT NULL,
    "providerId" TEXT NOT NULL,
    "userId" TEXT NOT NULL,
    "accessToken" TEXT,
    "refreshToken" TEXT,
    "idToken" TEXT,
    "accessTokenExpiresAt" TIMESTAMP(3),
    "refreshTokenExpiresAt" TIMESTAMP(3),
    "scope" TEXT,
    "password" TEXT,
    "createdAt" TIMESTAMP(3) NOT NULL,
    "updatedAt" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "AuthAccount_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "AuthVerification" (
    "id" TEXT NOT NULL,
    "identifier" TEXT NOT NULL,
    "value" TEXT NOT NULL,
    "expiresAt" TIMESTAMP(3) NOT NULL,
    "createdAt" TIMESTAMP(3) NOT NULL,
    "updatedAt" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "AuthVerification_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "PrivateKey" (
    "id" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "algorithm" TEXT NOT NULL,
    "spkiDer" BYTEA NOT NULL,
    "spkiSha256" TEXT NOT NULL,
    "wrapped" BYTEA NOT NULL,
    "createdAt" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "PrivateKey_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Authority" (
    "id" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "status" TEXT NOT NULL,
    "parentId" TEXT,
    "keyId" TEXT NOT NULL,
    "certificateId" TEXT,
    "responderCertificateId" TEXT,
    "lastCrlNumber" BIGINT NOT NULL DEFAULT 0,
    "createdAt" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "Authority_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Certificate" (
    "id" TEXT NOT NULL,
    "issuerId" TEXT NOT NULL,
    "serialHex" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "profile" TEXT NOT NULL,
    "displayName" TEXT NOT NULL,
    "subject" TEXT NOT NULL,
    "names" TEXT NOT NULL,
    "notBefore" TIMESTAMP(3) NOT NULL,
    "notAfter" TIMESTAMP(3) NOT NULL,
    "keyAlgorithm" TEXT NOT NULL,
    "spkiSha256" TEXT NOT NULL,
    "fingerprintSha256" TEXT,
    "keyId" TEXT,
    "revokedAt" TIMESTAMP(3),
    "revocationReason" TEXT,
    "createdAt" TIMESTAMP(3) NOT NULL,
    "createdBy" TEXT NOT NULL,
    "searchText" TEXT NOT NULL,

    CONSTRAINT "Certificate_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "CertificateBody" (
    "certificateId" TEXT NOT NULL,
    "tbsDer" BYTEA NOT NULL,
    "certificateDer" BYTEA,

    CONSTRAINT "CertificateBody_pkey" PRIMARY KEY ("certificateId")
);

-- CreateTable
CREATE TABLE "CertificateName" (
    "certificateId" TEXT NOT NULL,
    "position" INTEGER NOT NULL,
    "type" TEXT NOT NULL,
    "value" TEXT NOT NULL,

    CONSTRAINT "CertificateName_pkey" PRIMARY KEY ("certificateId","position")
);

-- CreateTable
CREATE TABLE "RevokedEntry" (
    "authorityId" TEXT NOT NULL,
    "serialHex" TEXT NOT NULL,
    "revokedAt" TIMESTAMP(3) NOT NULL,
    "reason" TEXT NOT NULL,
    "invalidityDate" TIMESTAMP(3),
    "notAfter" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "RevokedEntry_pkey" PRIMARY KEY ("authorityId","serialHex")
);

-- CreateTable
CREATE TABLE "BarredKey" (
    "spkiSha256" TEXT NOT NULL,
    "barredAt" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "BarredKey_pkey" PRIMARY KEY ("spkiSha256")
);

-- CreateTable
CREATE TABLE "Connection" (
    "id" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "serverCertificateId" TEXT NOT NULL,
    "clientCertificateId" TEXT,
    "createdAt" TIMESTAMP(3) NOT NULL,
    "createdBy" TEXT NOT NULL,
    "lastTest" TEXT,

    CONSTRAINT "Connection_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Crl" (
    "id" TEXT NOT NULL,
    "authorityId" TEXT NOT NULL,
    "crlNumber" BIGINT NOT NULL,
    "thisUpdate" TIMESTAMP(3) NOT NULL,
    "nextUpdate" TIMESTAMP(3) NOT NULL,
    "entryCount" INTEGER NOT NULL,
    "published" BOOLEAN NOT NULL DEFAULT false,
    "tbsDer" BYTEA,
    "der" BYTEA,

    CONSTRAINT "Crl_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Instance" (
    "id" INTEGER NOT NULL,
    "instanceId" TEXT NOT NULL,
    "organisation" TEXT NOT NULL,
    "createdAt" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "Instance_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "KeyProtection" (
    "id" INTEGER NOT NULL,
    "mode" TEXT NOT NULL,
    "envelope" TEXT NOT NULL,

    CONSTRAINT "KeyProtection_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "SetupToken" (
    "id" INTEGER NOT NULL,
    "tokenHash" TEXT NOT NULL,
    "expiresAt" TIMESTAMP(3) NOT NULL,
    "attemptsLeft" INTEGER NOT NULL,

    CONSTRAINT "SetupToken_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "IdempotencyKey" (
    "actor" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "requestHash" TEXT NOT NULL,
    "status" INTEGER,
    "body" TEXT,
    "createdAt" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "IdempotencyKey_pkey" PRIMARY KEY ("actor","key")
);

-- CreateTable
CREATE TABLE "AttemptCounter" (
    "name" TEXT NOT NULL,
    "windowStart" TIMESTAMP(3) NOT NULL,
    "attempts" INTEGER NOT NULL,

    CONSTRAINT "AttemptCounter_pkey" PRIMARY KEY ("name")
);

-- CreateTable
CREATE TABLE "Lease" (
    "name" TEXT NOT NULL,
    "holder" TEXT NOT NULL,
    "expiresAt" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "Lease_pkey" PRIMARY KEY ("name")
);

-- CreateIndex
CREATE INDEX "AuditEntry_action_seq_idx" ON "AuditEntry"("action", "seq");

-- CreateIndex
CREATE INDEX "AuditEntry_actor_seq_idx" ON "AuditEntry"("actor", "seq");

-- CreateIndex
CREATE INDEX "AuditEntry_objectId_seq_idx" ON "AuditEntry"("objectId", "seq");

-- CreateIndex
CREATE UNIQUE INDEX "AuthUser_email_key" ON "AuthUser"("email");

-- CreateIndex
CREATE UNIQUE INDEX "AuthSession_token_key" ON "AuthSession"("token");

-- CreateIndex
CREATE INDEX "AuthSession_userId_idx" ON "AuthSession"("userId");

-- CreateIndex
CREATE INDEX "AuthAccount_userId_idx" ON "AuthAccount"("userId");

-- CreateIndex
CREATE INDEX "AuthVerification_identifier_idx" ON "AuthVerification"("identifier");

-- CreateIndex
CREATE INDEX "PrivateKey_spkiSha256_idx" ON "PrivateKey"("spkiSha256");

-- CreateIndex
CREATE INDEX "Authority_createdAt_id_idx" ON "Authority"("createdAt", "id");

-- CreateIndex
CREATE INDEX "Certificate_profile_state_createdAt_id_idx" ON "Certificate"("profile", "state", "createdAt", "id");

-- CreateIndex
CREATE INDEX "Certificate_profile_state_notAfter_id_notBefore_createdAt_idx" ON "Certificate"("profile", "state", "notAfter", "id", "notBefore", "createdAt");

-- CreateIndex
CREATE INDEX "Certificate_issuerId_state_createdAt_id_idx" ON "Certificate"("issuerId", "state", "createdAt", "id");

-- CreateIndex
CREATE INDEX "Certificate_issuerId_state_notAfter_id_profile_idx" ON "Certificate"("issuerId", "state", "notAfter", "id", "profile");

-- CreateIndex
CREATE INDEX "Certificate_spkiSha256_idx" ON "Certificate"("spkiSha256");

-- CreateIndex
CREATE INDEX "Certificate_fingerprintSha256_idx" ON "Certificate"("fingerprintSha256");

-- CreateIndex
CREATE UNIQUE INDEX "Certificate_issuerId_serialHex_key" ON "Certificate"("issuerId", "serialHex");

-- CreateIndex
CREATE INDEX "CertificateName_value_idx" ON "CertificateName"("value");

-- CreateIndex
CREATE INDEX "Connection_createdAt_id_idx" ON "Connection"("createdAt", "id");

-- CreateIndex
CREATE INDEX "Connection_serverCertificateId_idx" ON "Connection"("serverCertificateId");

-- CreateIndex
CREATE INDEX "Connection_clientCertificateId_idx" ON "Connection"("clientCertificateId");

-- CreateIndex
CREATE INDEX "Crl_published_thisUpdate_idx" ON "Crl"("published", "thisUpdate");

-- CreateIndex
CREATE UNIQUE INDEX "Crl_authorityId_crlNumber_key" ON "Crl"("authorityId", "crlNumber");

-- CreateIndex
CREATE INDEX "IdempotencyKey_createdAt_idx" ON "IdempotencyKey"("createdAt");

-- AddForeignKey
ALTER TABLE "AuthSession" ADD CONSTRAINT "AuthSession_userId_fkey" FOREIGN KEY ("userId") REFERENCES "AuthUser"("id") ON DELETE CASCADE ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "AuthAccount" ADD CONSTRAINT "AuthAccount_userId_fkey" FOREIGN KEY ("userId") REFERENCES "AuthUser"("id") ON DELETE CASCADE ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "Authority" ADD CONSTRAINT "Authority_parentId_fkey" FOREIGN KEY ("parentId") REFERENCES "Authority"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "Authority" ADD CONSTRAINT "Authority_certificateId_fkey" FOREIGN KEY ("certificateId") REFERENCES "Certificate"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "Authority" ADD CONSTRAINT "Authority_responderCertificateId_fkey" FOREIGN KEY ("responderCertificateId") REFERENCES "Certificate"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "Certificate" ADD CONSTRAINT "Certificate_issuerId_fkey" FOREIGN KEY ("issuerId") REFERENCES "Authority"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "Certificate" ADD CONSTRAINT "Certificate_keyId_fkey" FOREIGN KEY ("keyId") REFERENCES "PrivateKey"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "CertificateBody" ADD CONSTRAINT "CertificateBody_certificateId_fkey" FOREIGN KEY ("certificateId") REFERENCES "Certificate"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "CertificateName" ADD CONSTRAINT "CertificateName_certificateId_fkey" FOREIGN KEY ("certificateId") REFERENCES "Certificate"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "RevokedEntry" ADD CONSTRAINT "RevokedEntry_authorityId_fkey" FOREIGN KEY ("authorityId") REFERENCES "Authority"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "Connection" ADD CONSTRAINT "Connection_serverCertificateId_fkey" FOREIGN KEY ("serverCertificateId") REFERENCES "Certificate"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "Connection" ADD CONSTRAINT "Connection_clientCertificateId_fkey" FOREIGN KEY ("clientCertificateId") REFERENCES "Certificate"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "Crl" ADD CONSTRAINT "Crl_authorityId_fkey" FOREIGN KEY ("authorityId") REFERENCES "Authority"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- By hand: the audit chain starts with sixty-four zeros.
INSERT INTO "AuditHead" ("id", "seq", "hash", "transactions") VALUES (1, 0, '0000000000000000000000000000000000000000000000000000000000000000', 0);
