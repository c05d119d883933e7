import { createHash } from 'node:crypto';
import type { StoredKey } from '../domain/entities.ts';
import { CountersignError } from '../domain/errors.ts';
import { parseCertificate } from '../pki/certificate.ts';
import { signatureAlgorithmFor, verifySignature } from '../pki/signature-algorithm.ts';
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

/** Step 7: the octets that were linted, under a signature that the issuer's public key verifies. Throws `internal`. */
export function verifyCertificate(tbsDer: Uint8Array, certificateDer: CertificateDer, issuerSpkiDer: Uint8Array): void {
  const parsed = parseCertificate(certificateDer);
  if (Buffer.compare(parsed.tbsDer, tbsDer) !== 0)
    throw new CountersignError(
      'internal',
      'The signed certificate is not the one that was checked. It was not handed out.',
    );
  const genuine = verifySignature({
    spkiDer: issuerSpkiDer,
    algorithmIdentifierDer: parsed.algorithmIdentifierDer,
    data: parsed.tbsDer,
    signature: parsed.signature,
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
