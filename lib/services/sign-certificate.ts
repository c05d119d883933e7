import { createHash } from 'node:crypto';
import type { StoredKey } from '../domain/entities.ts';
import { CountersignError } from '../domain/errors.ts';
import { readCertificateEnvelope } from '../pki/certificate.ts';
import { signatureAlgorithmFor, verifySignatureAsync } from '../pki/signature-algorithm.ts';
import { assembleCertificate } from '../pki/tbs-certificate.ts';
import type { CertificateDer, SignatureScheme, TbsCertificateDer } from '../pki/types.ts';
import type { ServiceContext } from './service-context.ts';

/** Step 6 for one certificate, used again when an interrupted one is finished. */
export async function signTbsCertificate(
  context: ServiceContext,
  args: {
    key: StoredKey;
    signatureScheme: SignatureScheme;
    tbsDer: TbsCertificateDer;
    issuerChain: readonly CertificateDer[];
  },
): Promise<CertificateDer> {
  const signature = await context.signer.signCertificate(args);
  const { algorithmIdentifierDer } = signatureAlgorithmFor(args.key.algorithm, args.signatureScheme);
  return assembleCertificate(args.tbsDer, algorithmIdentifierDer, signature);
}

/**
 * Step 7: the octets that were linted, under a signature that the issuer's public key verifies. Rejects with `internal`;
 * many are checked at the same time, off the event loop.
 */
export async function verifyCertificate(
  tbsDer: Uint8Array,
  certificateDer: CertificateDer,
  issuerSpkiDer: Uint8Array,
): Promise<void> {
  const signed = readCertificateEnvelope(certificateDer);
  if (Buffer.compare(signed.tbsDer, tbsDer) !== 0)
    throw new CountersignError(
      'internal',
      'The signed certificate is not the one that was checked. It was not handed out.',
    );
  const genuine = await verifySignatureAsync({
    spkiDer: issuerSpkiDer,
    algorithmIdentifierDer: signed.algorithmIdentifierDer,
    data: signed.tbsDer,
    signature: signed.signature,
  });
  if (!genuine)
    throw new CountersignError(
      'internal',
      'The signature made for this certificate does not verify. It was not handed out.',
    );
}

export function fingerprintOf(der: Uint8Array): string {
  return createHash('sha256').update(der).digest('hex');
}
