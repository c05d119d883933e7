/** The columns of the ledger and the log, for whoever writes many whole rows of them with a `RowWriter`. */
export const CERTIFICATES = {
  into: 'Certificate',
  columns: {
    id: 'text',
    issuerId: 'text',
    serialHex: 'text',
    state: 'text',
    profile: 'text',
    displayName: 'text',
    subject: 'text',
    names: 'text',
    notBefore: 'time',
    notAfter: 'time',
    keyAlgorithm: 'text',
    spkiSha256: 'text',
    fingerprintSha256: 'text',
    keyId: 'text',
    revokedAt: 'time',
    revocationReason: 'text',
    createdAt: 'time',
    createdBy: 'text',
    searchText: 'text',
    profileId: 'text',
    authorityId: 'text',
    replacesId: 'text',
    owner: 'text',
    notes: 'text',
  },
} as const;
export const BODIES = {
  into: 'CertificateBody',
  columns: { certificateId: 'text', tbsDer: 'octets', certificateDer: 'octets' },
} as const;
export const NAMES = {
  into: 'CertificateName',
  columns: { certificateId: 'text', position: 'integer', type: 'text', value: 'text' },
} as const;
export const AUDIT_ENTRIES = {
  into: 'AuditEntry',
  columns: {
    seq: 'integer',
    at: 'time',
    actor: 'text',
    action: 'text',
    objectType: 'text',
    objectId: 'text',
    details: 'text',
    previousHash: 'text',
    hash: 'text',
  },
} as const;
