/** The acts on many certificates, in words. */
export const ACT_WORDS = {
  renew: {
    title: 'Renew certificates',
    about:
      'Each gets a successor with the same names and a new key made here. The old ones stay good until they end or are revoked.',
    verb: 'Renew',
    doing: 'Starting…',
  },
  describe: {
    title: 'Tags and owner',
    about: 'Tags are added to and removed from each certificate; the owner is the same for all.',
    verb: 'Change',
    doing: 'Starting…',
  },
  hold: {
    title: 'Put certificates on hold',
    about: 'Clients that check refuse them until they are released, or revoked for good.',
    verb: 'Hold',
    doing: 'Starting…',
  },
  release: {
    title: 'Release certificates from hold',
    about: 'They leave the revocation list and are good again.',
    verb: 'Release',
    doing: 'Starting…',
  },
  revoke: {
    title: 'Revoke certificates',
    about: 'A revocation cannot be undone; a hold can.',
    verb: 'Revoke',
    doing: 'Starting…',
  },
} as const;
export type BulkActName = keyof typeof ACT_WORDS;
