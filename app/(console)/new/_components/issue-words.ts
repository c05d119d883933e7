import type { EndEntityProfileId } from '@/lib/pki/profiles';
import { issueWords } from './issue.words';

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
const serverNames = () => ({
  label: issueWords().issueWords.serverNames,
  optional: false,
  help: issueWords().issueWords.everyHostNameAndIp,
  placeholder: 'api.lan, 10.0.0.5',
});
export const allWords = (): Readonly<Record<EndEntityProfileId, ProfileWords>> => ({
  tlsServer: { draft: '/new/server', names: serverNames(), waiting: issueWords().issueWords.typeAServerNameTo },
  tlsClient: {
    draft: '/new/client',
    name: {
      label: issueWords().issueWords.clientName,
      help: issueWords().issueWords.aPersonAServiceOr,
      placeholder: 'billing-worker',
    },
    names: {
      label: issueWords().issueWords.alternativeNames,
      optional: true,
      help: issueWords().issueWords.eMailAddressesHostNames,
      placeholder: 'alice@example.com',
    },
    waiting: issueWords().issueWords.typeTheClientsNameTo,
  },
  tlsPeer: {
    draft: '/new/other?tlsPeer',
    names: { ...serverNames(), help: issueWords().issueWords.everyHostNameAndIp2 },
    waiting: issueWords().issueWords.typeANameToSee,
  },
  smime: {
    draft: '/new/other?smime',
    names: {
      label: issueWords().issueWords.eMailAddresses,
      optional: false,
      help: issueWords().issueWords.everyAddressThatWritesAnd,
      placeholder: 'alice@example.com',
    },
    waiting: issueWords().issueWords.typeAnEMailAddress,
  },
  codeSigning: {
    draft: '/new/other?codeSigning',
    name: {
      label: issueWords().issueWords.signerName,
      help: issueWords().issueWords.whoStandsBehindTheCode,
      placeholder: 'Example Ltd release team',
    },
    waiting: issueWords().issueWords.typeTheSignersNameTo,
  },
});
