import type { EndEntityProfileId } from '@/lib/pki/profiles';

export interface NameWords {
  readonly label: string;
  readonly help: string;
  readonly placeholder: string;
}
export interface ProfileWords {
  /** Where the draft is kept. */
  readonly draft: string;
  /** The subject's own name when it is asked for first; absent: it is made from the names. */
  readonly name?: NameWords;
  readonly names?: NameWords & { readonly optional: boolean };
  readonly waiting: string;
}
const SERVER_NAMES = {
  label: 'Server names',
  optional: false,
  help: 'Every host name and IP address the server is reached by. Paste as many as you like.',
  placeholder: 'api.lan, 10.0.0.5',
};
export const WORDS: Readonly<Record<EndEntityProfileId, ProfileWords>> = {
  tlsServer: { draft: '/new/server', names: SERVER_NAMES, waiting: 'Type a server name to see the certificate.' },
  tlsClient: {
    draft: '/new/client',
    name: {
      label: 'Client name',
      help: 'A person, a service or a machine: what the server’s log will show.',
      placeholder: 'billing-worker',
    },
    names: {
      label: 'Alternative names',
      optional: true,
      help: 'E-mail addresses, host names, IP addresses, URIs (spiffe://…) or Windows accounts (upn:alice@corp.example).',
      placeholder: 'alice@example.com',
    },
    waiting: 'Type the client’s name to see the certificate.',
  },
  tlsPeer: {
    draft: '/new/other?tlsPeer',
    names: { ...SERVER_NAMES, help: 'Every host name and IP address this peer is reached by, and calls from.' },
    waiting: 'Type a name to see the certificate.',
  },
  smime: {
    draft: '/new/other?smime',
    names: {
      label: 'E-mail addresses',
      optional: false,
      help: 'Every address that writes and reads with this certificate.',
      placeholder: 'alice@example.com',
    },
    waiting: 'Type an e-mail address to see the certificate.',
  },
  codeSigning: {
    draft: '/new/other?codeSigning',
    name: {
      label: 'Signer name',
      help: 'Who stands behind the code: what users are shown before they run it.',
      placeholder: 'Example Ltd release team',
    },
    waiting: 'Type the signer’s name to see the certificate.',
  },
};
