import type { Authority } from '../domain/entities.ts';
import type { PublishedAnswer } from '../domain/ports.ts';
import type { ProofSource, SeenStatus } from '../domain/watch.ts';
import type { ParsedCertificate } from '../pki/certificate.ts';
import { type ParsedCertificateList, parseCertificateList } from '../pki/crl.ts';
import { certIdHashes, encodeOcspRequest } from '../pki/ocsp.ts';
import { parseOcspResponse } from '../pki/ocsp-response.ts';
import { judgeStatus } from '../pki/path/judge-status.ts';
import { PkiError } from '../pki/types.ts';
import type { ServiceContext } from './service-context.ts';
import { FETCH_FAILURES } from './test-publishing.ts';

/** The certificate that is asked about, with the one that signed it. */
export interface ProofSubject {
  readonly certificate: ParsedCertificate;
  readonly issuer: ParsedCertificate;
  readonly authority: Authority;
  /** When it was revoked; null: it is not. */
  readonly revokedAt: Date | null;
  /** Publication of the first whole list since then, as the audit log has it. */
  readonly listedSince: Date | null;
}

export interface SeenSource {
  readonly source: ProofSource;
  /** The list that was fetched, for a handshake that goes by it. */
  readonly list: Uint8Array | null;
}

/** Asks every address in the certificate, one after another, as a stranger would. */
export async function askSources(context: ServiceContext, subject: ProofSubject): Promise<readonly SeenSource[]> {
  const { crlUrls, freshestCrlUrls, ocspUrls } = subject.certificate;
  const seen: SeenSource[] = [];
  for (const url of crlUrls.slice(0, MOST_URLS)) seen.push(await askList(context, subject, 'crl', url, null));
  const base = seen.find(({ list }) => list !== null)?.list ?? null;
  for (const url of freshestCrlUrls.slice(0, MOST_URLS)) seen.push(await askList(context, subject, 'delta', url, base));
  for (const url of ocspUrls.slice(0, MOST_URLS)) {
    seen.push(await askResponder(context, subject, 'ocsp-get', url));
    seen.push(await askResponder(context, subject, 'ocsp-post', url));
  }
  return seen;
}

async function askList(
  context: ServiceContext,
  subject: ProofSubject,
  kind: 'crl' | 'delta',
  url: string,
  base: Uint8Array | null,
): Promise<SeenSource> {
  const answer = await context.probe(url, null);
  const refused = unusable(context, answer);
  if (refused !== null || answer.kind === 'failure') return failed(kind, url, answer, refused ?? '');
  if (answer.octets.length > MOST_READ) return failed(kind, url, answer, LONG);
  try {
    const list = parseCertificateList(answer.octets);
    const crls = kind === 'delta' ? (base ? [base, answer.octets] : []) : [answer.octets];
    if (crls.length === 0)
      return failed(kind, url, answer, 'It adds to a whole list, and that one could not be fetched.');
    const judged = judgeStatus({
      certificateDer: subject.certificate.certificateDer,
      issuerDer: subject.issuer.certificateDer,
      crls,
      ocspResponses: [],
      time: context.clock.now(),
    });
    const entry = list.entries.find(({ serialNumber }) => serialNumber === subject.certificate.serialNumber);
    const number = `${kind === 'delta' ? 'Delta list' : 'List'} ${list.crlNumber ?? 'without a number'}`;
    const words =
      judged.type === 'unknown'
        ? `${number} cannot be used: ${judged.evidence}.`
        : entry
          ? `${number}, signed and in force, has the serial number.`
          : `${number}, signed and in force, does not have the serial number.`;
    const since = judged.type === 'unknown' ? null : listSince(subject, judged.type, list, kind);
    return {
      list: judged.type === 'unknown' ? null : answer.octets,
      source: {
        kind,
        url,
        status: judged.type,
        words,
        milliseconds: answer.milliseconds,
        ...lifeOf(since, list.thisUpdate, list.nextUpdate),
        maxAgeSeconds: answer.maxAgeSeconds,
        crlNumber: list.crlNumber === null ? null : String(list.crlNumber),
        reason: entry?.reason ?? null,
        revokedAt: entry?.revocationDate.toISOString() ?? null,
      },
    };
  } catch (error) {
    if (!(error instanceof PkiError)) throw error;
    return failed(
      kind,
      url,
      answer,
      `What it serves is no list (${error.message}). A proxy or a login page may be in the way.`,
    );
  }
}

/** A list that is served now may be a later one than the first that had the serial. */
function listSince(
  { revokedAt, listedSince }: ProofSubject,
  status: SeenStatus,
  { thisUpdate }: ParsedCertificateList,
  kind: 'crl' | 'delta',
): Date {
  if (status !== 'revoked' || revokedAt === null || listedSince === null || kind === 'delta') return thisUpdate;
  return listedSince < thisUpdate ? listedSince : thisUpdate;
}

async function askResponder(
  context: ServiceContext,
  subject: ProofSubject,
  kind: 'ocsp-get' | 'ocsp-post',
  url: string,
): Promise<SeenSource> {
  const request = requestFor(subject);
  const answer =
    kind === 'ocsp-post'
      ? await context.probe(url, { octets: request, mediaType: 'application/ocsp-request' })
      : // RFC 6960 appendix A.1
        await context.probe(
          `${url.replace(/\/$/, '')}/${encodeURIComponent(Buffer.from(request).toString('base64'))}`,
          null,
        );
  const refused = unusable(context, answer);
  if (refused !== null || answer.kind === 'failure') return failed(kind, url, answer, refused ?? '');
  try {
    const { basic, responseStatus } = parseOcspResponse(answer.octets);
    const single = basic?.responses.find(({ certId }) => certId.serialNumber === subject.certificate.serialNumber);
    if (!basic || !single)
      return failed(kind, url, answer, `It answers ${basic ? 'about another certificate' : `"${responseStatus}"`}.`);
    const judged = judgeStatus({
      certificateDer: subject.certificate.certificateDer,
      issuerDer: subject.issuer.certificateDer,
      crls: [],
      ocspResponses: [answer.octets],
      time: context.clock.now(),
    });
    const revoked = single.status.type === 'revoked' ? single.status : null;
    const isOwn = url.startsWith(context.settings.publicUrl);
    // The responder of here answers from the ledger, so from the moment of the revocation on.
    const since = judged.type === 'revoked' && isOwn && subject.revokedAt ? subject.revokedAt : single.thisUpdate;
    return {
      list: null,
      source: {
        kind,
        url,
        status: judged.type,
        words:
          judged.type === 'unknown'
            ? `The answer proves nothing: ${judged.evidence}.`
            : `It answers "${judged.type}", signed by ${isOwn ? 'the responder of this instance' : 'a responder of the issuer'}.`,
        milliseconds: answer.milliseconds,
        ...lifeOf(judged.type === 'unknown' ? null : since, single.thisUpdate, single.nextUpdate),
        maxAgeSeconds: answer.maxAgeSeconds,
        crlNumber: null,
        reason: revoked?.reason ?? null,
        revokedAt: revoked?.revocationTime.toISOString() ?? null,
      },
    };
  } catch (error) {
    if (!(error instanceof PkiError)) throw error;
    return failed(kind, url, answer, `What it answers is no OCSP response (${error.message}).`);
  }
}

function requestFor({ certificate, issuer }: ProofSubject): Uint8Array {
  const { sha1 } = certIdHashes(issuer.subjectDer, issuer.spkiDer);
  return encodeOcspRequest(
    [
      {
        hashAlgorithm: 'sha1',
        issuerNameHash: sha1.name,
        issuerKeyHash: sha1.key,
        serialNumber: certificate.serialNumber,
      },
    ],
    null,
  );
}

/** Who fetched just before it became visible may go by that for one life of a list or answer. */
function lifeOf(since: Date | null, thisUpdate: Date, nextUpdate: Date | null) {
  const life = nextUpdate === null ? null : nextUpdate.getTime() - thisUpdate.getTime();
  return {
    visibleSince: since?.toISOString() ?? null,
    hiddenUntil: since === null || life === null ? null : new Date(since.getTime() + life).toISOString(),
    thisUpdate: thisUpdate.toISOString(),
    nextUpdate: nextUpdate?.toISOString() ?? null,
  };
}

/** Null: there is something to read. */
function unusable(context: ServiceContext, answer: PublishedAnswer): string | null {
  if (answer.kind === 'failure') return FETCH_FAILURES[answer.reason](context.settings.publicUrl);
  if (answer.status >= 300 && answer.status < 400)
    return `It answers with a redirect (${answer.status}), which many programs do not follow.`;
  return answer.status === 200 ? null : `It answers ${answer.status} instead of 200.`;
}

function failed(kind: ProofSource['kind'], url: string, answer: PublishedAnswer, words: string): SeenSource {
  return {
    list: null,
    source: {
      kind,
      url,
      status: 'failed',
      words,
      milliseconds: answer.milliseconds,
      visibleSince: null,
      hiddenUntil: null,
      thisUpdate: null,
      nextUpdate: null,
      maxAgeSeconds: answer.kind === 'answer' ? answer.maxAgeSeconds : null,
      crlNumber: null,
      reason: null,
      revokedAt: null,
    },
  };
}

const MOST_URLS = 4;
/** A list of a hundred thousand lines; longer ones take seconds to read, and others wait meanwhile. */
const MOST_READ = 4_194_304;
const LONG =
  'Its list is longer than 4 MiB and is not read here. OCSP answers for it, or divide the list in the settings of the authority.';
