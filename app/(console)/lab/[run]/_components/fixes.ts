import { labPageWords } from '@/app/(console)/lab/_components/lab-page.words';
import type { LabRunView, LabSideView } from '@/lib/services/get-lab';

export interface Fix {
  readonly href: string;
  readonly label: string;
}

/** Where the cause of a refusal is put right, for certificates that are in the inventory. */
export function fixesOf(side: LabSideView, { setup, run }: LabRunView): readonly Fix[] {
  const words = labPageWords().fixes;
  const peerId = side.side === 'client' ? setup.serverCertificateId : setup.clientCertificateId;
  if (peerId === null) return [];
  const open = { href: `/certificates/${peerId}`, label: words.openTheCertificate };
  const renew = { href: `/certificates/${peerId}/renew`, label: words.renewIt };
  const connection = run.connectionId
    ? { href: `/connections/${run.connectionId}`, label: words.downloadTheBundleWithThe }
    : { href: `/certificates/${peerId}`, label: words.downloadTheFullChain };
  const create = {
    href: side.side === 'client' ? '/new/server' : '/new/client',
    label: side.side === 'client' ? words.issueAServerCertificate : words.issueAClientCertificate,
  };
  switch (side.code) {
    case 'expired':
    case 'not-yet-valid':
      return [renew, open];
    case 'revoked':
      return [create, open];
    case 'name-mismatch':
    case 'bad-purpose':
    case 'weak-key':
      return [create, open];
    case 'missing-intermediate':
      return [connection];
    case 'untrusted-root':
      return [{ href: '/trust', label: words.installTheRoot }];
    case 'revocation-unknown':
      return [{ href: '/authorities', label: words.signACrl }];
    default:
      return [open];
  }
}
