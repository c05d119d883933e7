import type { Metadata } from 'next';
import { cache } from 'react';
import { BrandMark } from '@/components/brand-mark';
import { formatUtc, groupHex } from '@/components/format';
import { chainKindWords } from '@/components/kind.words';
import { Phrase } from '@/components/language/phrase';
import { nameTypeWord } from '@/components/name-type';
import { statusWords } from '@/components/pki/status-badge';
import { ValidityTimeline } from '@/components/pki/validity-timeline';
import { Link } from '@/components/ui/link';
import { keyAlgorithmWord, signatureWord } from '@/components/words';
import type { ChainLink } from '@/lib/services/views';
import { found, requireSignedIn, titled } from '../../../../session';
import { printWords } from './_components/print.words';

type Params = { params: Promise<{ id: string }> };

const read = cache(async (id: string) => {
  const { reads } = await requireSignedIn(`/certificates/${id}/print`);
  return found(reads.certificateSheet(id));
});

export async function generateMetadata({ params }: Params): Promise<Metadata> {
  const words = printWords();
  return titled(read((await params).id), ({ view }) => words.printSheetCertificates(view.certificate.displayName));
}

/** One certificate on paper: black on white, without script, for reading fingerprints over the phone and for signatures. */
export default async function PrintPage({ params }: Params) {
  const words = printWords();
  const { view, organisation, asOf, qr } = await read((await params).id);
  const { certificate, chain } = view;
  return (
    <main id="main" className="sheet mx-auto min-h-dvh max-w-[50rem] px-6 py-8 sm:px-10">
      <p className="no-print mb-6 flex flex-wrap items-center justify-between gap-3 border-b border-line pb-4 text-13">
        <Link href={`/certificates/${certificate.id}`} className="inline-flex min-h-6 items-center underline">
          {words.backToTheCertificate}
        </Link>
        <span>{words.printWithTheBrowserA4}</span>
      </p>
      <header className="flex items-start justify-between gap-6">
        <div className="min-w-0">
          <p className="text-13">{chainKindWords()[kindOf(chain, certificate.id)]}</p>
          <h1 className="text-24 font-semibold [overflow-wrap:anywhere]">{certificate.displayName}</h1>
          <p className="mt-1 text-14">
            {words.asOf(statusWords(view.status, view.daysLeft, certificate), formatUtc(asOf))}
          </p>
        </div>
        <p className="flex shrink-0 items-center gap-2 text-13">
          <BrandMark className="size-6" />
          <span>
            Countersign
            <span className="block">{organisation}</span>
          </span>
        </p>
      </header>
      <Section title={words.sha256Fingerprint}>
        <div className="flex flex-wrap items-center justify-between gap-6">
          <Groups hex={certificate.fingerprintSha256 ?? ''} large />
          {qr ? (
            <figure className="flex flex-col items-center gap-1">
              <svg
                role="img"
                aria-label={words.qrCodeOfTheSha}
                viewBox={`0 0 ${qr.size} ${qr.size}`}
                width="128"
                height="128"
              >
                <rect width="100%" height="100%" fill="#fff" />
                <path d={qr.path} fill="#000" />
              </svg>
              <figcaption className="text-12">{words.theSame64Digits}</figcaption>
            </figure>
          ) : null}
        </div>
        <p className="mt-2 text-12">{words.compareAllDigitsWithThose}</p>
      </Section>
      <Section title={words.names}>
        <ul className="columns-1 gap-8 sm:columns-2">
          {view.names.length === 0 ? <li>{words.none}</li> : null}
          {view.names.map(({ type, value, unicode }) => (
            <li key={`${type} ${value}`} className="[overflow-wrap:anywhere]">
              <span className="text-12">{nameTypeWord(type)}</span> <span className="font-mono text-13">{value}</span>
              {unicode ? <span className="text-13"> ({unicode})</span> : null}
            </li>
          ))}
        </ul>
      </Section>
      <Section title={words.contents}>
        <dl className="grid grid-cols-[9rem_minmax(0,1fr)] gap-x-4 gap-y-1.5">
          <Line label={words.subject} mono value={view.subjectText === '' ? words.empty : view.subjectText} />
          <Line label={words.issuedBy} value={view.issuerName} />
          <Line label={words.serialNumber} mono value={groupHex(certificate.serialNumber).join(' ')} />
          <Line label={words.validFrom} value={formatUtc(certificate.notBefore)} />
          <Line label={words.validUntil} value={formatUtc(certificate.notAfter)} />
          <Line label={words.key} value={keyAlgorithmWord(certificate.keyAlgorithm)} />
          <Line label={words.signature} value={signatureWord(view.signatureAlgorithm)} />
          <Line label={words.mayBeUsedFor} value={view.extKeyUsage.join(', ') || words.notLimited} />
          <Line label={words.keyUsage} value={view.keyUsage.join(', ') || words.notLimited} />
        </dl>
      </Section>
      <Section title={words.chainFromTheRoot}>
        <ol className="flex flex-col gap-3">
          {chain.map((link, at) => (
            <li key={link.certificateId} className="break-inside-avoid">
              <p className="[overflow-wrap:anywhere]">
                <Phrase
                  of={words.until}
                  parts={{
                    at: at + 1,
                    span: <span className="font-medium">{link.displayName}</span>,
                    kind: chainKindWords()[link.kind],
                    day: formatUtc(link.notAfter),
                  }}
                />
              </p>
              <Groups hex={link.fingerprintSha256} />
            </li>
          ))}
        </ol>
      </Section>
      <Section title={words.validity}>
        <ValidityTimeline
          at={asOf}
          bars={chain.map((link) => ({
            name: link.displayName,
            notBefore: link.notBefore,
            notAfter: link.notAfter,
            current: link.certificateId === certificate.id,
          }))}
        />
      </Section>
      <section aria-labelledby="signatures" className="mt-8 break-inside-avoid">
        <h2 id="signatures" className="text-14 font-semibold">
          {words.checkedBy}
        </h2>
        <div className="mt-8 grid grid-cols-2 gap-x-10 gap-y-10">
          {[words.nameAndSignature, words.date, words.nameAndSignatureSecondPerson, words.dateSecondPerson].map(
            (label) => (
              <p key={label} className="border-t border-text pt-1 text-12">
                {label}
              </p>
            ),
          )}
        </div>
      </section>
    </main>
  );
}

const kindOf = (chain: readonly ChainLink[], id: string) =>
  chain.find(({ certificateId }) => certificateId === id)?.kind ?? 'server';

function Section({ title, children }: { title: string; children: React.ReactNode }) {
  const id = title.toLowerCase().replace(/[^a-z0-9]+/g, '-');
  return (
    <section aria-labelledby={id} className="mt-6 border-t border-line pt-3 break-inside-avoid-page">
      <h2 id={id} className="mb-2 text-14 font-semibold">
        {title}
      </h2>
      {children}
    </section>
  );
}

function Line({ label, value, mono = false }: { label: string; value: string; mono?: boolean }) {
  return (
    <>
      <dt className="text-13">{label}</dt>
      <dd className={`[overflow-wrap:anywhere] ${mono ? 'font-mono text-13' : ''}`}>{value}</dd>
    </>
  );
}

/** Groups of four digits, so that two people can read them to each other and keep their place. */
function Groups({ hex, large = false }: { hex: string; large?: boolean }) {
  const groups = hex.match(/.{1,4}/g) ?? [];
  return (
    <p
      className={`font-mono uppercase ${large ? 'grid grid-cols-4 gap-x-5 gap-y-1.5 text-20 font-medium' : 'flex flex-wrap gap-x-2 text-13'}`}
    >
      {groups.map((group, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: groups may repeat and never move
        <span key={at}>{group}</span>
      ))}
    </p>
  );
}
