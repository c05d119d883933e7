import { Crown, FileCode, Mail, RadioTower, Repeat, Server, Stamp, User } from 'lucide-react';
import type { ProfileName } from '@/lib/domain/entities';
import type { ChainLink } from '@/lib/services/views';

export type Kind = ChainLink['kind'];
const ICONS = {
  root: Crown,
  issuing: Stamp,
  server: Server,
  client: User,
  peer: Repeat,
  mail: Mail,
  code: FileCode,
  responder: RadioTower,
} as const;

export const kindOf = (profile: ProfileName): Kind =>
  ({
    rootAuthority: 'root',
    issuingAuthority: 'issuing',
    tlsServer: 'server',
    tlsClient: 'client',
    tlsPeer: 'peer',
    smime: 'mail',
    codeSigning: 'code',
    ocspResponder: 'responder',
  })[profile] as Kind;

/** Root: crown. Issuing: stamp. Server: rack. Client: person. Peer: both ways. Mail and code as they look. */
export function KindIcon({ kind, className = 'size-4' }: { kind: Kind; className?: string }) {
  const Icon = ICONS[kind];
  return <Icon aria-hidden="true" className={`shrink-0 text-muted ${className}`} />;
}

export function KindTile({ kind }: { kind: Kind }) {
  const Icon = ICONS[kind];
  return (
    <span className="inline-flex size-8 shrink-0 items-center justify-center rounded-md border border-line bg-subtle text-muted">
      <Icon aria-hidden="true" className="size-4" />
    </span>
  );
}
