import { createHash } from 'node:crypto';
import type { Authority } from '../domain/entities.ts';
import type { StoreReads } from '../domain/store.ts';
import { type ParsedCertificate, parseCertificate } from '../pki/certificate.ts';
import { distinguishedNameText } from '../pki/subject.ts';

/** An authority that is here, with its certificate in force. */
export interface KnownAuthority {
  readonly authority: Authority;
  readonly certificate: ParsedCertificate;
  readonly spkiSha256: string;
}

export async function loadKnownAuthorities(store: StoreReads): Promise<KnownAuthority[]> {
  const known: KnownAuthority[] = [];
  for (const authority of await store.authorities()) {
    const der = authority.certificateId ? await store.certificateDer(authority.certificateId) : null;
    if (der) known.push(knownAuthority(authority, der));
  }
  return known;
}

export function knownAuthority(authority: Authority, certificateDer: Uint8Array): KnownAuthority {
  const certificate = parseCertificate(certificateDer);
  const spkiSha256 = createHash('sha256').update(certificate.spkiDer).digest('hex');
  return { authority, certificate, spkiSha256 };
}

/** The same name and key: its certificate may have been renewed. */
export function isSameAuthority(known: KnownAuthority, spkiSha256: string, subjectText: string): boolean {
  return known.spkiSha256 === spkiSha256 && distinguishedNameText(known.certificate.subject) === subjectText;
}
