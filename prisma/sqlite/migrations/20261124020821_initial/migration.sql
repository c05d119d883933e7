-- CreateTable
CREATE TABLE "AuditEntry" (
    "seq" BIGINT NOT NULL PRIMARY KEY,
    "at" DATETIME NOT NULL,
    "actor" TEXT NOT NULL,
    "action" TEXT NOT NULL,
    "objectType" TEXT NOT NULL,
    "objectId" TEXT NOT NULL,
    "details" TEXT NOT NULL,
    "previousHash" TEXT NOT NULL,
    "hash" TEXT NOT NULL
);

-- CreateTable
CREATE TABLE "AuditHead" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "seq" BIGINT NOT NULL,
    "hash" TEXT NOT NULL,
    "transactions" BIGINT NOT NULL DEFAULT 0
);

-- CreateTable
CREATE TABLE "AuthUser" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "name" TEXT NOT NULL,
    "email" TEXT NOT NULL,
    "emailVerified" BOOLEAN NOT NULL DEFAULT false,
    "image" TEXT,
    "role" TEXT NOT NULL DEFAULT 'administrator',
    "createdAt" DATETIME NOT NULL,
    "updatedAt" DATETIME NOT NULL
);

-- CreateTable
CREATE TABLE "AuthSession" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "expiresAt" DATETIME NOT NULL,
    "token" TEXT NOT NULL,
    "createdAt" DATETIME NOT NULL,
    "updatedAt" DATETIME NOT NULL,
    "ipAddress" TEXT,
    "userAgent" TEXT,
    "userId" TEXT NOT NULL,
    CONSTRAINT "AuthSession_userId_fkey" FOREIGN KEY ("userId") REFERENCES "AuthUser" ("id") ON DELETE CASCADE ON UPDATE RESTRICT
);

-- CreateTable
CREATE TABLE "AuthAccount" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "accountId" TEXT NOT NULL,
    "providerId" TEXT NOT NULL,
    "userId" TEXT NOT NULL,
    "accessToken" TEXT,
    "refreshToken" TEXT,
    "idToken" TEXT,
    "accessTokenExpiresAt" DATETIME,
    "refreshTokenExpiresAt" DATETIME,
    "scope" TEXT,
    "password" TEXT,
    "createdAt" DATETIME NOT NULL,
    "updatedAt" DATETIME NOT NULL,
    CONSTRAINT "AuthAccount_userId_fkey" FOREIGN KEY ("userId") REFERENCES "AuthUser" ("id") ON DELETE CASCADE ON UPDATE RESTRICT
);

-- CreateTable
CREATE TABLE "AuthVerification" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "identifier" TEXT NOT NULL,
    "value" TEXT NOT NULL,
    "expiresAt" DATETIME NOT NULL,
    "createdAt" DATETIME NOT NULL,
    "updatedAt" DATETIME NOT NULL
);

-- CreateTable
CREATE TABLE "PrivateKey" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "kind" TEXT NOT NULL,
    "algorithm" TEXT NOT NULL,
    "spkiDer" BLOB NOT NULL,
    "spkiSha256" TEXT NOT NULL,
    "wrapped" BLOB NOT NULL,
    "createdAt" DATETIME NOT NULL
);

-- CreateTable
CREATE TABLE "Authority" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "kind" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "status" TEXT NOT NULL,
    "parentId" TEXT,
    "keyId" TEXT NOT NULL,
    "certificateId" TEXT,
    "responderCertificateId" TEXT,
    "lastCrlNumber" BIGINT NOT NULL DEFAULT 0,
    "createdAt" DATETIME NOT NULL,
    CONSTRAINT "Authority_parentId_fkey" FOREIGN KEY ("parentId") REFERENCES "Authority" ("id") ON DELETE RESTRICT ON UPDATE RESTRICT,
    CONSTRAINT "Authority_certificateId_fkey" FOREIGN KEY ("certificateId") REFERENCES "Certificate" ("id") ON DELETE RESTRICT ON UPDATE RESTRICT,
    CONSTRAINT "Authority_responderCertificateId_fkey" FOREIGN KEY ("responderCertificateId") REFERENCES "Certificate" ("id") ON DELETE RESTRICT ON UPDATE RESTRICT
);

-- CreateTable
CREATE TABLE "Certificate" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "issuerId" TEXT NOT NULL,
    "serialHex" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "profile" TEXT NOT NULL,
    "displayName" TEXT NOT NULL,
    "subject" TEXT NOT NULL,
    "names" TEXT NOT NULL,
    "notBefore" DATETIME NOT NULL,
    "notAfter" DATETIME NOT NULL,
    "keyAlgorithm" TEXT NOT NULL,
    "spkiSha256" TEXT NOT NULL,
    "fingerprintSha256" TEXT,
    "keyId" TEXT,
    "revokedAt" DATETIME,
    "revocationReason" TEXT,
    "createdAt" DATETIME NOT NULL,
    "createdBy" TEXT NOT NULL,
    "searchText" TEXT NOT NULL,
    CONSTRAINT "Certificate_issuerId_fkey" FOREIGN KEY ("issuerId") REFERENCES "Authority" ("id") ON DELETE RESTRICT ON UPDATE RESTRICT,
    CONSTRAINT "Certificate_keyId_fkey" FOREIGN KEY ("keyId") REFERENCES "PrivateKey" ("id") ON DELETE RESTRICT ON UPDATE RESTRICT
);

-- CreateTable
CREATE TABLE "CertificateBody" (
    "certificateId" TEXT NOT NULL PRIMARY KEY,
    "tbsDer" BLOB NOT NULL,
    "certificateDer" BLOB,
    CONSTRAINT "CertificateBody_certificateId_fkey" FOREIGN KEY ("certificateId") REFERENCES "Certificate" ("id") ON DELETE RESTRICT ON UPDATE RESTRICT
);

-- CreateTable, by hand: without a rowid there is no second copy of the key.
CREATE TABLE "CertificateName" (
    "certificateId" TEXT NOT NULL,
    "position" INTEGER NOT NULL,
    "type" TEXT NOT NULL,
    "value" TEXT NOT NULL,

    PRIMARY KEY ("certificateId", "position"),
    CONSTRAINT "CertificateName_certificateId_fkey" FOREIGN KEY ("certificateId") REFERENCES "Certificate" ("id") ON DELETE RESTRICT ON UPDATE RESTRICT
) WITHOUT ROWID;

-- CreateTable, by hand: without a rowid the table itself is in the order of its key, as CRLs are read.
CREATE TABLE "RevokedEntry" (
    "authorityId" TEXT NOT NULL,
    "serialHex" TEXT NOT NULL,
    "revokedAt" DATETIME NOT NULL,
    "reason" TEXT NOT NULL,
    "invalidityDate" DATETIME,
    "notAfter" DATETIME NOT NULL,

    PRIMARY KEY ("authorityId", "serialHex"),
    CONSTRAINT "RevokedEntry_authorityId_fkey" FOREIGN KEY ("authorityId") REFERENCES "Authority" ("id") ON DELETE RESTRICT ON UPDATE RESTRICT
) WITHOUT ROWID;

-- CreateTable
CREATE TABLE "BarredKey" (
    "spkiSha256" TEXT NOT NULL PRIMARY KEY,
    "barredAt" DATETIME NOT NULL
);

-- CreateTable
CREATE TABLE "Connection" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "kind" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "serverCertificateId" TEXT NOT NULL,
    "clientCertificateId" TEXT,
    "createdAt" DATETIME NOT NULL,
    "createdBy" TEXT NOT NULL,
    "lastTest" TEXT,
    CONSTRAINT "Connection_serverCertificateId_fkey" FOREIGN KEY ("serverCertificateId") REFERENCES "Certificate" ("id") ON DELETE RESTRICT ON UPDATE RESTRICT,
    CONSTRAINT "Connection_clientCertificateId_fkey" FOREIGN KEY ("clientCertificateId") REFERENCES "Certificate" ("id") ON DELETE RESTRICT ON UPDATE RESTRICT
);

-- CreateTable
CREATE TABLE "Crl" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "authorityId" TEXT NOT NULL,
    "crlNumber" BIGINT NOT NULL,
    "thisUpdate" DATETIME NOT NULL,
    "nextUpdate" DATETIME NOT NULL,
    "entryCount" INTEGER NOT NULL,
    "published" BOOLEAN NOT NULL DEFAULT false,
    "tbsDer" BLOB,
    "der" BLOB,
    CONSTRAINT "Crl_authorityId_fkey" FOREIGN KEY ("authorityId") REFERENCES "Authority" ("id") ON DELETE RESTRICT ON UPDATE RESTRICT
);

-- CreateTable
CREATE TABLE "Instance" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "instanceId" TEXT NOT NULL,
    "organisation" TEXT NOT NULL,
    "createdAt" DATETIME NOT NULL
);

-- CreateTable
CREATE TABLE "KeyProtection" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "mode" TEXT NOT NULL,
    "envelope" TEXT NOT NULL
);

-- CreateTable
CREATE TABLE "SetupToken" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "tokenHash" TEXT NOT NULL,
    "expiresAt" DATETIME NOT NULL,
    "attemptsLeft" INTEGER NOT NULL
);

-- CreateTable
CREATE TABLE "IdempotencyKey" (
    "actor" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "requestHash" TEXT NOT NULL,
    "status" INTEGER,
    "body" TEXT,
    "createdAt" DATETIME NOT NULL,

    PRIMARY KEY ("actor", "key")
);

-- CreateTable
CREATE TABLE "AttemptCounter" (
    "name" TEXT NOT NULL PRIMARY KEY,
    "windowStart" DATETIME NOT NULL,
    "attempts" INTEGER NOT NULL
);

-- CreateTable
CREATE TABLE "Lease" (
    "name" TEXT NOT NULL PRIMARY KEY,
    "holder" TEXT NOT NULL,
    "expiresAt" DATETIME NOT NULL
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

-- By hand: the audit chain starts with sixty-four zeros.
INSERT INTO "AuditHead" ("id", "seq", "hash", "transactions") VALUES (1, 0, '0000000000000000000000000000000000000000000000000000000000000000', 0);
