/** What the proof says, on the console's page and on the public one. */
export const PROOF_WORDS = {
  title: 'Does this device trust it?',
  note: 'The answer of the browser you are looking through: it opens an HTTPS address whose certificate comes from this root.',
  asking: 'Asking …',
  trusted: 'Trusted: this device accepts what this root signed.',
  notTrusted: 'Not yet trusted on this device, because one of these is so:',
  reasons: [
    'The root is not installed yet. Follow the steps for your system below.',
    'It is installed, but the browser has not noticed. Close all of its windows, open it and check again.',
    'This browser keeps roots of its own (Firefox, Chrome on Linux). Install the root there too.',
    'It is installed, but not trusted. On an iPhone or iPad switch it on under Certificate Trust Settings.',
    'The test address cannot be reached: its port is blocked, or its name leads elsewhere. Open it below: a warning about the certificate means one of the reasons above, "cannot be reached" means this one.',
    'The clock of this device is wrong.',
  ],
  open: 'Or open the address yourself; without a warning it says that all is well:',
  off: 'Turned on, it issues a certificate below this root for the host of the public address and serves it on a port of its own.',
  offPublic:
    'The test is not turned on for this root. Open a site with a certificate of this root: without a warning it is trusted.',
  unavailable: 'The server has no port for it (COUNTERSIGN_PROOF_PORT=0).',
  oneRoot: 'One address can prove one root: turning it on here turns it off there.',
  pictureMissing: 'Not yet trusted on this device, or the test address cannot be reached.',
  ifMissing: 'Where it does not say so in green, one of these is so:',
  works: 'This device trusts',
} as const;
