import type { LabRunView, LabSideView } from '@/lib/services/get-lab';

export interface Fix {
  readonly href: string;
  readonly label: string;
}

/** Where the cause of a refusal is put right, for certificates that are in the inventory. */
export function fixesOf(side: LabSideView, { setup, run }: LabRunView): readonly Fix[] {
  const peerId = side.side === 'client' ? setup.serverCertificateId : setup.clientCertificateId;
  if (peerId === null) return [];
  const open = { href: `/certificates/${peerId}`, label: 'Open the certificate' };
  const renew = { href: `/certificates/${peerId}/renew`, label: 'Renew it' };
  const connection = run.connectionId
    ? { href: `/connections/${run.connectionId}`, label: 'Download the bundle with the full chain' }
    : { href: `/certificates/${peerId}`, label: 'Download the full chain' };
  const create = {
    href: side.side === 'client' ? '/new/server' : '/new/client',
    label: side.side === 'client' ? 'Issue a server certificate' : 'Issue a client certificate',
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
      return [{ href: '/trust', label: 'Install the root' }];
    case 'revocation-unknown':
      return [{ href: '/authorities', label: 'Sign a CRL' }];
    default:
      return [open];
  }
}
