/** A certificate as plain data that crosses a thread: what an inventory remembers of it. */
import { createHash } from 'node:crypto';
import type { ParsedCertificate } from '../certificate.ts';
import type { ProfileId } from '../profiles.ts';
import { distinguishedNameText } from '../subject.ts';
import type {
  CertificateDer,
  DistinguishedName,
  GeneralName,
  KeyAlgorithm,
  SerialNumber,
  TbsCertificateDer,
} from '../types.ts';
import { isAuthorityCertificate } from './certificate-findings.ts';

export interface CertificateFacts {
  readonly certificateDer: CertificateDer;
  readonly tbsDer: TbsCertificateDer;
  readonly serialNumber: SerialNumber;
  readonly subject: DistinguishedName;
  /** Names of forms that are issued here; others stay in the octets. */
  readonly names: readonly GeneralName[];
  /** CN, else the first name, else the subject. */
  readonly displayName: string;
  readonly notBefore: Date;
  readonly notAfter: Date;
  /** Null when this program does not issue for such keys. */
  readonly keyAlgorithm: KeyAlgorithm | null;
  /** Hex. */
  readonly spkiSha256: string;
  readonly fingerprintSha256: string;
  /** The built-in kind that comes nearest, by the purposes it names. */
  readonly profile: ProfileId;
}

export function certificateFacts(certificate: ParsedCertificate): CertificateFacts {
  const names = certificate.subjectAltName.filter((name): name is GeneralName => ISSUED_FORMS.has(name.type));
  return {
    certificateDer: certificate.certificateDer.slice() as CertificateDer,
    tbsDer: certificate.tbsDer.slice() as TbsCertificateDer,
    serialNumber: certificate.serialNumber,
    subject: certificate.subject.map(({ type, value }) => ({ type, value })),
    names: names.map(({ type, value }) => ({ type, value }) as GeneralName),
    displayName: displayNameOf(certificate),
    notBefore: certificate.notBefore,
    notAfter: certificate.notAfter,
    keyAlgorithm: certificate.keyAlgorithm,
    spkiSha256: createHash('sha256').update(certificate.spkiDer).digest('hex'),
    fingerprintSha256: certificate.fingerprintSha256,
    profile: nearestProfile(certificate),
  };
}

export function displayNameOf({ subject, subjectAltName }: ParsedCertificate): string {
  const name =
    subject.findLast(({ type }) => type === 'CN')?.value ??
    subjectAltName[0]?.value ??
    (subject.length > 0 ? distinguishedNameText(subject) : 'unnamed');
  return name.slice(0, MAX_DISPLAY_NAME);
}

function nearestProfile(certificate: ParsedCertificate): ProfileId {
  if (isAuthorityCertificate(certificate))
    return Buffer.compare(certificate.issuerDer, certificate.subjectDer) === 0 ? 'rootAuthority' : 'issuingAuthority';
  const purposes = new Set(certificate.extKeyUsage ?? []);
  if (purposes.has('OCSPSigning')) return 'ocspResponder';
  if (purposes.has('serverAuth')) return purposes.has('clientAuth') ? 'tlsPeer' : 'tlsServer';
  if (purposes.has('clientAuth')) return 'tlsClient';
  if (purposes.has('emailProtection')) return 'smime';
  if (purposes.has('codeSigning')) return 'codeSigning';
  const isHost = certificate.subjectAltName.some(({ type }) => type === 'dns' || type === 'ip');
  return isHost ? 'tlsServer' : 'tlsClient';
}

const ISSUED_FORMS: ReadonlySet<string> = new Set(['dns', 'ip', 'email', 'uri', 'upn']);
/** Lists show one line. */
const MAX_DISPLAY_NAME = 200;
