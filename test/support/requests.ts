import { createSign, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { assembleCertificationRequest, encodeCertificationRequestInfo } from '../../lib/pki/certification-request.ts';
import { encodePem } from '../../lib/pki/pem.ts';
import type { GeneralName } from '../../lib/pki/types.ts';

/** A PKCS#10 request as PEM, with an ECDSA P-256 or RSA key made for it. `damage` flips a bit of the signature. */
export function makeCsr(args: {
  commonName?: string;
  names?: readonly GeneralName[];
  rsaBits?: number;
  damage?: boolean;
}): { pem: string; privateKey: KeyObject } {
  const { publicKey, privateKey } = args.rsaBits
    ? generateKeyPairSync('rsa', { modulusLength: args.rsaBits })
    : generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const spkiDer = publicKey.export({ format: 'der', type: 'spki' });
  const info = encodeCertificationRequestInfo(
    [{ type: 'CN', value: args.commonName ?? 'applicant' }],
    spkiDer as never,
    [...(args.names ?? [])],
  );
  const signature = new Uint8Array(createSign('sha256').update(info).sign(privateKey));
  if (args.damage) signature[signature.length - 1] = (signature[signature.length - 1] as number) ^ 1;
  const algorithm = args.rsaBits ? '300d06092a864886f70d01010b0500' : '300a06082a8648ce3d040302';
  return {
    pem: encodePem(
      'CERTIFICATE REQUEST',
      assembleCertificationRequest(info, new Uint8Array(Buffer.from(algorithm, 'hex')), signature),
    ),
    privateKey,
  };
}
