'use client';

import { IssuerKeyNotice } from '@/components/pki/issuer-key-notice';
import { NameList } from '@/components/pki/name-list';
import { Fact, Facts } from '@/components/ui/card';
import { Message } from '@/components/ui/message';
import { keyAlgorithmWord } from '@/components/words';
import type { CsrView } from '@/lib/services/views';
import { csrWords } from './csr.words';

/** What was asked, what will be issued, and why they differ. */
export function CsrComparison({ view, reading }: { view: CsrView | null; reading: boolean }) {
  const words = csrWords().csrComparison;
  return (
    <section
      aria-labelledby="csr-title"
      aria-busy={reading}
      className="rounded-lg border border-line bg-subtle lg:sticky lg:top-20"
    >
      <div className="flex min-h-12 flex-wrap items-center justify-between gap-x-3 border-b border-line-faint px-5 py-2">
        <h2 id="csr-title" className="font-semibold">
          {words.whatIsInIt}
        </h2>
        <p className="text-13 text-muted" aria-live="polite">
          {reading ? words.reading : view ? words.signatureOfTheRequestVerified : ''}
        </p>
      </div>
      {view ? (
        <>
          <div className="flex flex-col gap-5 p-5">
            {view.issuer ? <IssuerKeyNotice state={view.issuer.key} issuer={view.issuer.name} /> : null}
            <Facts>
              <Fact label={words.subject}>
                <code className="font-mono text-13">{view.subjectText === '' ? words.empty : view.subjectText}</code>
              </Fact>
              <Fact label={words.names}>
                <NameList names={view.names} />
              </Fact>
              <Fact label={words.key}>{keyAlgorithmWord(view.keyAlgorithm)}</Fact>
            </Facts>
          </div>
          {view.refusals.length > 0 ? (
            <div className="border-t border-line-faint px-5 py-4">
              <p className="font-medium text-revoked">{words.underItWouldBeRefused(view.profileName)}</p>
              <ul className="mt-1 flex list-disc flex-col gap-1 ps-4">
                {view.refusals.map(({ field, message }) => (
                  <li key={`${field} ${message}`} className="[overflow-wrap:anywhere]">
                    <Message text={message} />
                  </li>
                ))}
              </ul>
            </div>
          ) : null}
          <p className="border-t border-line-faint px-5 py-3 text-13 text-muted">
            {view.refusals.length > 0 ? words.askedAndWhatBecomesOf : words.asItWouldBeIssued}
            <span className="font-medium text-text">{view.profileName}</span>:
          </p>
          <ul aria-label={words.askedAndIssued} className="divide-y divide-line-faint border-t border-line-faint">
            {view.comparison.map((row) => (
              <li key={row.what} className="px-5 py-3">
                <p className="mb-1 text-13 font-medium">{row.what}</p>
                <dl className="grid grid-cols-[4.5rem_minmax(0,1fr)] gap-x-3 gap-y-0.5 text-13">
                  <dt className="text-muted">{words.asked}</dt>
                  <dd className={`font-mono [overflow-wrap:anywhere] ${row.asked === row.issued ? '' : 'text-muted'}`}>
                    {row.asked}
                  </dd>
                  <dt className="text-muted">{words.issued}</dt>
                  <dd className="font-mono font-medium [overflow-wrap:anywhere]">{row.issued}</dd>
                  {row.why === '' ? null : (
                    <>
                      <dt className="text-muted">{words.why}</dt>
                      <dd>{row.why}</dd>
                    </>
                  )}
                </dl>
              </li>
            ))}
          </ul>
        </>
      ) : (
        <p className="p-5 text-muted">{words.theRequestIsDecodedAs}</p>
      )}
    </section>
  );
}
