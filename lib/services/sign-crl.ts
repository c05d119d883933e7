import type { CrlFacts, CrlIntent, CrlRecord, LongCrlIntent, LongCrlResult } from '../domain/entities.ts';
import { CountersignError } from '../domain/errors.ts';
import { assembleCertificateList } from '../pki/crl.ts';
import { certificateListAround } from '../pki/crl-parts.ts';
import { signatureAlgorithmFor, verifyInParts, verifySignature } from '../pki/signature-algorithm.ts';
import type { Issuer } from './issuer.ts';
import { othersTurn } from './others-turn.ts';
import { recordAudit } from './record-audit.ts';
import type { Actor, ServiceContext } from './service-context.ts';

export type AnyIntent = CrlIntent | LongCrlIntent;

/** Signs, verifies and records a CRL whose intent stands; also used for one that a crash interrupted. */
export async function finishCrl(
  context: ServiceContext,
  actor: Actor,
  issuer: Issuer,
  intent: AnyIntent,
): Promise<CrlFacts> {
  const record = 'tbs' in intent ? await signLong(context, issuer, intent) : await sign(context, issuer, intent);
  await context.store.transaction(async (tx) => {
    await tx.recordCrlPublished(record);
    await recordAudit(
      context,
      tx,
      actor,
      'crl.published',
      { type: 'crl', id: intent.id },
      { ...auditDetails(intent), entryCount: String(intent.entryCount) },
    );
  });
  context.faults.reach('crl.result-recorded');
  return record;
}

async function sign(context: ServiceContext, issuer: Issuer, intent: CrlIntent): Promise<CrlRecord> {
  const { tbsDer, ...facts } = intent;
  const { signatureScheme } = issuer.authority;
  const algorithm = signatureAlgorithmFor(issuer.key.algorithm, signatureScheme).algorithmIdentifierDer;
  const signature = await context.signer.signCrl({
    key: issuer.key,
    signatureScheme,
    tbsDer,
    issuerChain: issuer.chain,
  });
  context.faults.reach('crl.signed');
  requireGood(
    verifySignature({
      spkiDer: issuer.certificate.spkiDer,
      algorithmIdentifierDer: algorithm,
      data: tbsDer,
      signature,
    }),
  );
  return { ...facts, certificateListDer: assembleCertificateList(tbsDer, algorithm, signature) };
}

/** Both processes take the hash of tens of megabytes at the same time. */
async function signLong(context: ServiceContext, issuer: Issuer, intent: LongCrlIntent): Promise<LongCrlResult> {
  const { tbs, ...facts } = intent;
  const { signatureScheme } = issuer.authority;
  const algorithm = signatureAlgorithmFor(issuer.key.algorithm, signatureScheme).algorithmIdentifierDer;
  const verification = verifyInParts({
    spkiDer: issuer.certificate.spkiDer,
    algorithmIdentifierDer: algorithm,
  });
  const takeAll = async () => {
    for (const part of [tbs.head, ...tbs.pieces.map(({ octets }) => octets), tbs.tail]) {
      verification.add(part);
      await othersTurn();
    }
  };
  const [signature] = await Promise.all([
    context.signer.signLongCrl({ key: issuer.key, signatureScheme, tbs, issuerChain: issuer.chain }),
    takeAll(),
  ]);
  context.faults.reach('crl.signed');
  requireGood(verification.isGood(signature));
  const entriesLength = tbs.pieces.reduce((sum, { octets }) => sum + octets.length, 0);
  return { ...facts, ...certificateListAround(tbs, entriesLength, algorithm, signature) };
}

function requireGood(isGood: boolean): void {
  if (!isGood)
    throw new CountersignError(
      'internal',
      'The signature made for this CRL does not verify. It was not published; the last good one is still served.',
    );
}

export function auditDetails(intent: CrlFacts): Record<string, string> {
  return {
    authorityId: intent.authorityId,
    crlNumber: String(intent.crlNumber),
    ...(intent.kind === 'delta' ? { kind: 'delta', baseNumber: String(intent.baseNumber) } : {}),
    ...(intent.shard === 0 ? {} : { shard: String(intent.shard) }),
  };
}
