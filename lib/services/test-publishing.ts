import type { Authority } from '../domain/entities.ts';
import type { PublishedAnswer } from '../domain/ports.ts';
import { parseCertificate } from '../pki/certificate.ts';
import { parseCertificateList } from '../pki/crl.ts';
import { readDer } from '../pki/der-reader.ts';
import { certIdHashes, encodeOcspRequest } from '../pki/ocsp.ts';
import { decodePem } from '../pki/pem.ts';
import { PkiError, type SerialNumber } from '../pki/types.ts';
import { authorise } from './authorise.ts';
import { DELTA_LIST, WHOLE_LIST } from './crl-lists.ts';
import { findAuthority, loadChain } from './issuer.ts';
import { addressesInCertificate, furtherLists, publishingUrls } from './publishing-urls.ts';
import type { Actor, ServiceContext } from './service-context.ts';

/** What came of fetching one address. */
export interface FetchedAddress {
  readonly label: string;
  readonly url: string;
  /** It goes into certificates that are issued from now on. */
  readonly inCertificates: boolean;
  readonly verdict: 'ok' | 'warning' | 'error';
  /** What was found, and what to do when it is not right. */
  readonly words: string;
  readonly milliseconds: number;
}

/**
 * Fetches everything that an authority publishes, where its certificates say that it is, and compares it with what it should
 * be. Nothing of the answers is shown but the verdict. Throws `not-found`.
 */
export async function testPublishing(
  context: ServiceContext,
  actor: Actor | null,
  authorityId: string,
): Promise<readonly FetchedAddress[]> {
  authorise(actor, 'authority.configure', { authorityId });
  const authority = await findAuthority(context.store, authorityId);
  const found: FetchedAddress[] = [];
  // One after another: it is one person's question, and no reason to open a dozen connections.
  for (const { label, url, inCertificates, body, judge } of await questionsOf(context, authority)) {
    const answer = await context.probe(url, body);
    found.push({
      label,
      url,
      inCertificates,
      ...(answer.kind === 'failure'
        ? { verdict: 'error' as const, words: FAILURES[answer.reason](context.settings.publicUrl) }
        : await judged(answer, judge)),
      milliseconds: answer.milliseconds,
    });
  }
  return found;
}

type Verdict = Pick<FetchedAddress, 'verdict' | 'words'>;
type Answered = Extract<PublishedAnswer, { kind: 'answer' }>;
interface Question {
  readonly label: string;
  readonly url: string;
  readonly inCertificates: boolean;
  readonly body: { readonly octets: Uint8Array; readonly mediaType: string } | null;
  readonly judge: (answer: Answered) => Verdict | Promise<Verdict>;
}

async function questionsOf(context: ServiceContext, authority: Authority): Promise<readonly Question[]> {
  const { publicUrl } = context.settings;
  const urls = publishingUrls(publicUrl, authority.id);
  const further = furtherLists(publicUrl, authority);
  const signed = addressesInCertificate(publicUrl, authority, '00' as SerialNumber);
  const chain = await loadChain(context.store, authority);
  const own = chain[0];
  const list = (label: string, url: string, scope = WHOLE_LIST, inCertificates = false): Question => ({
    label,
    url,
    inCertificates,
    body: null,
    judge: (answer) => judgeList(context, authority, scope, answer),
  });
  const lists: Question[] = [
    ...signed.crlUrls
      .filter((url) => authority.settings.crlUrls !== undefined || !further.crlParts || url === urls.crlUrl)
      .map((url) => list('Revocation list', url, WHOLE_LIST, true)),
    ...(signed.crlUrls.includes(urls.crlUrl) ? [] : [list('Revocation list, here', urls.crlUrl)]),
    ...(further.deltaCrlUrl
      ? [list('Delta CRL', further.deltaCrlUrl, DELTA_LIST, signed.freshestCrlUrls.includes(further.deltaCrlUrl))]
      : []),
    ...(further.crlParts
      ? [list('First part of the list', further.crlParts.firstUrl, { kind: 'complete', shard: 1 }, true)]
      : []),
    {
      label: 'Lists of the whole chain',
      url: urls.chainCrlPemUrl,
      inCertificates: false,
      body: null,
      judge: judgePem,
    },
  ];
  return [
    ...lists,
    ...(own ? signed.ocspUrls.map((url): Question => ocspQuestion(url, own)) : []),
    ...(own
      ? signed.caIssuersUrls.map(
          (url): Question => ({
            label: 'Certificate of this authority',
            url,
            inCertificates: true,
            body: null,
            judge: (answer) => judgeCertificate(answer, own),
          }),
        )
      : []),
  ];
}

/** Asks about a serial number that nobody has: a responder that works says so, signed. */
function ocspQuestion(url: string, issuerDer: Uint8Array): Question {
  const issuer = parseCertificate(issuerDer);
  const { sha1 } = certIdHashes(issuer.subjectDer, issuer.spkiDer);
  const request = encodeOcspRequest(
    [
      {
        hashAlgorithm: 'sha1',
        issuerNameHash: sha1.name,
        issuerKeyHash: sha1.key,
        serialNumber: '01' as SerialNumber,
      },
    ],
    null,
  );
  return {
    label: 'OCSP',
    url,
    inCertificates: true,
    body: { octets: request, mediaType: 'application/ocsp-request' },
    judge: judgeOcsp,
  };
}

async function judged(answer: Answered, judge: Question['judge']): Promise<Verdict> {
  if (answer.status >= 300 && answer.status < 400)
    return {
      verdict: 'error',
      words: `It answers with a redirect (${answer.status}). Many programs do not follow one: publish it at this very address.`,
    };
  if (answer.status !== 200)
    return {
      verdict: 'error',
      words:
        answer.status === 404
          ? 'It answers 404: nothing is there. Copy the file to that server, or correct the address in the settings.'
          : `It answers ${answer.status} instead of 200. Look into the log of that server.`,
    };
  try {
    return await judge(answer);
  } catch (error) {
    if (!(error instanceof PkiError)) throw error;
    return {
      verdict: 'error',
      words: `What it serves cannot be read (${error.message}). A proxy or a login page may be in the way.`,
    };
  }
}

async function judgeList(
  context: ServiceContext,
  authority: Authority,
  scope: typeof WHOLE_LIST,
  { octets, mediaType }: Answered,
): Promise<Verdict> {
  const newest = await context.store.currentCrl(authority.id, scope);
  const isNewest = newest !== null && Buffer.from(octets).equals(Buffer.from(newest.certificateListDer));
  // A list of a million lines takes seconds to read, and others wait meanwhile.
  if (octets.length > MOST_READ)
    return isNewest
      ? {
          verdict: 'ok',
          words: `It serves list ${newest.crlNumber}, the newest, good until ${dayOf(newest.nextUpdate)}.`,
        }
      : {
          verdict: 'warning',
          words: 'It serves another file than the newest list, too long to be read here. Copy the newest one there.',
        };
  const found = parseCertificateList(octets);
  const current = newest;
  const [own] = await loadChain(context.store, authority);
  if (own && !Buffer.from(found.issuerDer).equals(Buffer.from(parseCertificate(own).subjectDer)))
    return {
      verdict: 'error',
      words: 'It serves the list of another authority. Correct the address, or the file there.',
    };
  if (found.nextUpdate <= context.clock.now())
    return {
      verdict: 'error',
      words: `It serves a list that ended on ${dayOf(found.nextUpdate)}. Copy the newest one there; clients that check refuse everything now.`,
    };
  if (current && found.crlNumber !== null && found.crlNumber < current.crlNumber)
    return {
      verdict: 'warning',
      words: `It serves list ${found.crlNumber}, and ${current.crlNumber} is the newest. Copy it there; what was revoked since is not seen.`,
    };
  if (!['application/pkix-crl', 'application/x-pkcs7-crl'].includes(mediaType))
    return {
      verdict: 'warning',
      words: `It serves list ${found.crlNumber}, but as "${mediaType || 'nothing'}". Some programs want application/pkix-crl (RFC 5280 §4.2.1.13).`,
    };
  return {
    verdict: 'ok',
    words: `It serves list ${found.crlNumber}, the newest, good until ${dayOf(found.nextUpdate)}.`,
  };
}

function judgePem({ octets }: Answered): Verdict {
  const lists = decodePem(Buffer.from(octets).toString('latin1'), ['X509 CRL'], { maxBytes: MOST_READ });
  return lists.length > 0
    ? { verdict: 'ok', words: `It serves ${lists.length === 1 ? 'one list' : `${lists.length} lists`} as PEM.` }
    : {
        verdict: 'error',
        words: 'There is no list in what it serves. Sign the lists of every authority of the chain.',
      };
}

function judgeOcsp({ octets, mediaType }: Answered): Verdict {
  // OCSPResponse ::= SEQUENCE { responseStatus ENUMERATED, … } RFC 6960 §4.2.1
  const { contentStart } = readDer(octets, { maxBytes: 65_536, noun: 'OCSP response' });
  const status = octets[contentStart] === 0x0a ? octets[contentStart + 2] : undefined;
  if (status === 0)
    return mediaType === 'application/ocsp-response'
      ? { verdict: 'ok', words: 'It answers, signed.' }
      : {
          verdict: 'warning',
          words: `It answers, but as "${mediaType}". Some programs want application/ocsp-response.`,
        };
  return {
    verdict: 'error',
    words:
      status === 6
        ? 'It answers "unauthorized": it does not know this authority. Correct the address, or give that responder the certificate.'
        : `It answers with error ${status ?? 'unknown'}. Look whether the keys are unsealed and the responder's certificate has not ended.`,
  };
}

function judgeCertificate({ octets }: Answered, own: Uint8Array): Verdict {
  if (Buffer.from(octets).equals(Buffer.from(own)))
    return { verdict: 'ok', words: 'It serves the certificate in force.' };
  const found = parseCertificate(octets);
  const expected = parseCertificate(own);
  const isSameKey = Buffer.from(found.spkiDer).equals(Buffer.from(expected.spkiDer));
  return isSameKey
    ? {
        verdict: 'warning',
        words: `It serves another certificate of this key, until ${dayOf(found.notAfter)}. Copy the one in force there.`,
      }
    : {
        verdict: 'error',
        words: 'It serves the certificate of another authority. Correct the address, or the file there.',
      };
}

const FAILURES = {
  scheme: () => 'Only http:// and https:// can be fetched from here. Try it with a program for that kind of address.',
  name: () => 'Its name cannot be resolved. Correct the address, or the DNS of this machine.',
  address: (publicUrl) =>
    `Its name leads to this machine or its link, where clients cannot follow. Only ${publicUrl} is fetched there.`,
  refused: () => 'Nothing listens there: the connection was refused. Start that server, or correct the port.',
  unreachable: () => 'There is no way to that network from here.',
  timeout: () => 'It did not answer within 10 seconds. A firewall may be in the way.',
  tls: () =>
    'Its TLS failed. Publish over plain HTTP: what is published is signed, and its check must not need itself.',
  'too-large': () => 'It sends more than 64 MiB, which is not looked at.',
  'broken-off': () => 'The connection broke off before the answer was complete.',
} satisfies Record<Extract<PublishedAnswer, { kind: 'failure' }>['reason'], (publicUrl: string) => string>;

const MOST_READ = 2_097_152;
const dayOf = (at: Date): string => at.toISOString().slice(0, 10);
