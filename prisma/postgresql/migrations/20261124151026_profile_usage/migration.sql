-- CreateIndex
CREATE INDEX "Certificate_profileId_createdAt_id_idx" ON "Certificate"("profileId", "createdAt", "id");
