'use client';

import { Phrase } from '@/components/language/phrase';
import { DAY_MS, formatDateTime, formatLifetime } from '../format';
import { Fact, Facts } from '../ui/card';
import { Message } from '../ui/message';
import type { PreviewState } from '../use-preview';
import { certificatePreviewWords } from './certificate-preview.words';
import { IssuerKeyNotice } from './issuer-key-notice';
import { LintList } from './lint-list';
import { NameList } from './name-list';

/** The certificate as it would be, beside the form, and what the checks say; nothing is signed. */
export function CertificatePreview({ state, waiting }: { state: PreviewState; waiting: string }) {
  const words = certificatePreviewWords();
  const { preview, problem, loading } = state;
  return (
    <aside
      aria-labelledby="preview-title"
      aria-busy={loading}
      className="rounded-lg border border-line bg-subtle lg:sticky lg:top-20"
    >
      <div className="flex min-h-12 items-center justify-between gap-3 border-b border-line-faint px-5 py-2">
        <h2 id="preview-title" className="text-14 font-semibold">
          {words.preview}
        </h2>
        <p className="text-13 text-muted">{loading ? words.checking : words.nothingIsSignedYet}</p>
      </div>
      <div className="flex flex-col gap-5 p-5">
        {preview ? (
          <>
            <IssuerKeyNotice state={preview.issuerKey} issuer={preview.issuerName} />
            <Facts>
              <Fact label={words.subject}>
                {preview.subjectText === '' ? (
                  <span className="text-muted">{words.emptyTheNamesSayIt}</span>
                ) : (
                  <code className="font-mono text-13">{preview.subjectText}</code>
                )}
              </Fact>
              <Fact label={words.names}>
                <NameList names={preview.names} />
              </Fact>
              <Fact label={words.valid}>
                <Phrase
                  of={words.to}
                  parts={{
                    day: formatDateTime(new Date(preview.notBefore)),
                    br: <br />,
                    day2: formatDateTime(new Date(preview.notAfter)),
                    span: <span className="text-muted">({lifetimeOf(preview.notBefore, preview.notAfter)})</span>,
                  }}
                />
              </Fact>
              <Fact label={words.signedBy}>{preview.issuerName}</Fact>
              <Fact label={words.mayBeUsedFor}>
                <span className="font-mono text-13">{[...preview.extKeyUsage, ...preview.keyUsage].join(', ')}</span>
              </Fact>
            </Facts>
            <div className="border-t border-line-faint pt-4">
              <h3 className="mb-2 text-13 font-medium text-muted">{words.checksBeforeSigning}</h3>
              <LintList lints={preview.lints} />
            </div>
          </>
        ) : (
          <Waiting problem={problem} waiting={waiting} />
        )}
      </div>
    </aside>
  );
}

function Waiting({ problem, waiting }: { problem: PreviewState['problem']; waiting: string }) {
  const words = certificatePreviewWords();
  if (!problem) return <p className="text-muted">{waiting}</p>;
  if (problem.fields.length === 0)
    return (
      <p className="text-muted">
        <Message text={problem.detail} />
      </p>
    );
  return (
    <div>
      <p className="text-muted">{words.thisWouldBeRefused}</p>
      <ul className="mt-2 flex list-disc flex-col gap-1 ps-4">
        {problem.fields.map((entry) => (
          <li key={`${entry.field} ${entry.message}`} className="[overflow-wrap:anywhere]">
            <Message text={entry.message} />
          </li>
        ))}
      </ul>
    </div>
  );
}

function lifetimeOf(from: string, to: string): string {
  return formatLifetime(Math.round((Date.parse(to) - Date.parse(from)) / DAY_MS));
}
