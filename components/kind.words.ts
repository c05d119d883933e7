import { defineWords } from '@/components/language/define-words';
import type { ConnectionKind, ProfileName } from '@/lib/domain/entities';
import type { ChainLink } from '@/lib/services/views';

const profiles = {
  rootAuthority: 'Root authority',
  issuingAuthority: 'Issuing authority',
  tlsServer: 'Server',
  tlsClient: 'Client',
  tlsPeer: 'Server and client',
  smime: 'S/MIME',
  codeSigning: 'Code signing',
  ocspResponder: 'OCSP responder',
} as const satisfies Record<ProfileName, string>;

/** Profiles that are built in. */
export const profileWords = defineWords({
  en: profiles,
  de: {
    rootAuthority: 'Wurzel-Zertifizierungsstelle',
    issuingAuthority: 'Ausstellende Zertifizierungsstelle',
    tlsServer: 'Server',
    tlsClient: 'Client',
    tlsPeer: 'Server und Client',
    smime: 'S/MIME',
    codeSigning: 'Code-Signatur',
    ocspResponder: 'OCSP-Auskunft',
  },
});

const chainKinds = {
  root: 'Root authority',
  issuing: 'Issuing authority',
  server: 'Server certificate',
  client: 'Client certificate',
  peer: 'Server and client certificate',
  mail: 'S/MIME certificate',
  code: 'Code-signing certificate',
  responder: 'OCSP responder',
} as const satisfies Record<ChainLink['kind'], string>;

/** What a link of a chain is. */
export const chainKindWords = defineWords({
  en: chainKinds,
  de: {
    root: 'Wurzel-Zertifizierungsstelle',
    issuing: 'Ausstellende Zertifizierungsstelle',
    server: 'Serverzertifikat',
    client: 'Clientzertifikat',
    peer: 'Server- und Clientzertifikat',
    mail: 'S/MIME-Zertifikat',
    code: 'Zertifikat für Code-Signatur',
    responder: 'OCSP-Auskunft',
  },
});

const connectionKinds = { mutual: 'Mutual TLS', 'one-way': 'One-way TLS' } as const satisfies Record<
  ConnectionKind,
  string
>;

export const connectionKindWords = defineWords({
  en: connectionKinds,
  de: { mutual: 'Gegenseitiges TLS', 'one-way': 'Einseitiges TLS' },
});
