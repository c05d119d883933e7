import type { Metadata } from 'next';
import { cache } from 'react';
import { Phrase } from '@/components/language/phrase';
import { issuingChoices } from '@/components/pki/authority-choice';
import { HistoryList } from '@/components/pki/history-list';
import { IssuerKeyNotice } from '@/components/pki/issuer-key-notice';
import { PemBox } from '@/components/pki/pem-box';
import { profileChoices } from '@/components/pki/profile-choice';
import { ButtonLink } from '@/components/ui/button-link';
import { Card, Fact, Facts } from '@/components/ui/card';
import { Message } from '@/components/ui/message';
import { Notice } from '@/components/ui/notice';
import { Page, PageHeader } from '@/components/ui/page';
import { Time } from '@/components/ui/time';
import { keyAlgorithmWord } from '@/components/words';
import type { RequestDetailView } from '@/lib/services/get-requests';
import { found, one, requireSignedIn, type SearchParams, titled } from '../../../session';
import { RequestState } from '../_components/request-state';
import { Choices } from './_components/choices';
import { Comparison } from './_components/comparison';
import { Decide } from './_components/decide';
import { requestPageWords } from './_components/request-page.words';

type Params = { params: Promise<{ id: string }> };

const read = cache(async (id: string, tried: string) => {
  const { reads } = await requireSignedIn(`/requests/${id}`);
  return { reads, view: await found(reads.request(id, JSON.parse(tried))) };
});

export async function generateMetadata({ params }: Params): Promise<Metadata> {
  const words = requestPageWords().detail;
  return titled(read((await params).id, '{}'), ({ view }) => words.requests(view.request.displayName));
}

export default async function RequestPage({ params, searchParams }: Params & { searchParams: SearchParams }) {
  const words = requestPageWords().detail;
  const asked = await searchParams;
  const [profile, authorityId, days, names] = [
    one(asked.profile),
    one(asked.authority),
    one(asked.days),
    one(asked.names),
  ];
  const tried = {
    ...(profile ? { profile } : {}),
    ...(authorityId ? { authorityId } : {}),
    ...(days && /^\d{1,5}$/.test(days) ? { validityDays: Number(days) } : {}),
    ...(names?.trim() ? { names: names.split(/[\s,;]+/).filter((name) => name !== '') } : {}),
  };
  const { reads, view } = await read((await params).id, JSON.stringify(tried));
  const { request, csr } = view;
  const isWaiting = request.state === 'waiting';
  const [viewer, nodes, rows] = isWaiting
    ? await Promise.all([reads.viewer(), reads.authorities(), reads.profiles()])
    : [null, [], []];
  const sealed = viewer?.sealState === 'sealed';
  return (
    <Page>
      <PageHeader
        section={{ href: '/requests', label: words.requests2 }}
        title={request.displayName}
        badge={<RequestState state={request.state} />}
      >
        <Phrase
          of={words.savedByTheKeyStays}
          parts={{ time: <Time at={request.createdAt} />, createdBy: request.createdBy }}
        />
      </PageHeader>
      <Decided view={view} />
      {sealed ? (
        <Notice
          tone="warning"
          title={words.theKeysAreSealed}
          actions={<ButtonLink href={`/unseal?next=/requests/${request.id}`}>{words.unseal}</ButtonLink>}
        >
          {words.itCanBeRejectedNow}
        </Notice>
      ) : null}
      {csr?.issuer ? <IssuerKeyNotice state={csr.issuer.key} issuer={csr.issuer.name} /> : null}
      <div className="grid items-start gap-6 xl:grid-cols-[minmax(0,1fr)_24rem]">
        <div className="flex min-w-0 flex-col gap-6">
          {isWaiting ? <Refusals view={view} /> : null}
          {csr ? (
            <Card
              title={words.askedAndWhatWillBe}
              id="comparison"
              note={
                <>
                  <Phrase
                    of={csr.issuer ? words.underBy : words.under}
                    parts={{
                      profile: <strong className="font-medium text-text">{csr.profileName}</strong>,
                      issuer: csr.issuer?.name ?? '',
                    }}
                  />
                </>
              }
              flush
            >
              <Comparison rows={csr.comparison} />
            </Card>
          ) : null}
          <Card title={words.request} id="pem">
            <div className="flex flex-col gap-5">
              <Facts columns={2}>
                <Fact label={words.subject}>
                  <code className="font-mono text-13">
                    {request.subjectText === '' ? words.empty : request.subjectText}
                  </code>
                </Fact>
                <Fact label={words.key}>{keyAlgorithmWord(request.keyAlgorithm)}</Fact>
                <Fact label={words.sha256OfTheKey} wide>
                  <code className="font-mono text-13 [overflow-wrap:anywhere]">{request.spkiSha256}</code>
                </Fact>
              </Facts>
              <PemBox text={request.csr} what={words.requestAsPem} />
            </div>
          </Card>
        </div>
        <div className="flex min-w-0 flex-col gap-6">
          {request.note ? (
            <Card title={words.note} id="note">
              <p className="whitespace-pre-line [overflow-wrap:anywhere]">{request.note}</p>
            </Card>
          ) : null}
          {isWaiting ? (
            <>
              <Card title={words.howItIsIssued} id="choices">
                <Choices
                  requestId={request.id}
                  asked={view.asked}
                  suggested={csr?.suggestedProfile ?? null}
                  needsNames={csr ? !csr.takesNamesFromRequest : false}
                  profiles={profileChoices(rows, ['tlsServer', 'tlsClient', 'tlsPeer', 'smime', 'codeSigning'])
                    .filter(({ definition }) => definition.csr !== 'forbidden')
                    .map(({ id, name }) => ({ id, name }))}
                  authorities={issuingChoices(nodes).map(({ id, label }) => ({ id, label }))}
                />
              </Card>
              <Card title={words.decide} id="decide">
                <Decide
                  requestId={request.id}
                  name={request.displayName}
                  tried={tried}
                  shut={sealed || csr === null || csr.refusals.length > 0}
                />
              </Card>
            </>
          ) : null}
          <Card title={words.history} id="history" flush>
            <HistoryList entries={view.history} />
          </Card>
        </div>
      </div>
    </Page>
  );
}

function Decided({ view: { request } }: { view: RequestDetailView }) {
  const words = requestPageWords().detail;
  if (request.state === 'waiting') return null;
  if (request.state === 'approved')
    return (
      <Notice
        tone="success"
        title={words.approved}
        actions={
          request.certificateId ? (
            <ButtonLink href={`/certificates/${request.certificateId}`}>{words.openTheCertificate}</ButtonLink>
          ) : null
        }
      >
        <Phrase
          of={words.byDownloadTheCertificateWith}
          parts={{
            decidedBy: request.decidedBy,
            value: request.decidedAt ? (
              <>
                , <Time at={request.decidedAt} />
              </>
            ) : null,
          }}
        />
      </Notice>
    );
  return (
    <Notice tone="info" title={words.rejected}>
      <Phrase
        of={words.by}
        parts={{
          decidedBy: request.decidedBy,
          value: request.decidedAt ? (
            <>
              , <Time at={request.decidedAt} />
            </>
          ) : null,
          reason: request.reason,
        }}
      />
    </Notice>
  );
}

/** Why it would be refused today, before anything else. */
function Refusals({ view: { csr, problems } }: { view: RequestDetailView }) {
  const words = requestPageWords().detail;
  const all = [...problems, ...(csr?.refusals ?? [])];
  if (all.length === 0) return null;
  return (
    <Notice tone="error" title={words.todayItWouldBeRefused}>
      <ul className="mt-1 flex list-disc flex-col gap-1 ps-4">
        {all.map(({ field, message }) => (
          <li key={`${field} ${message}`} className="[overflow-wrap:anywhere]">
            <Message text={message} />
          </li>
        ))}
      </ul>
      <p className="mt-1">{words.chooseOtherwiseBesideOrReject}</p>
    </Notice>
  );
}
