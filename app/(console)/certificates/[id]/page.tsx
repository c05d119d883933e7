import { Ban, RefreshCw } from 'lucide-react';
import type { Metadata } from 'next';
import { cache } from 'react';
import { DAY_MS, formatLifetime } from '@/components/format';
import { chainKindWords, connectionKindWords } from '@/components/kind.words';
import { Phrase } from '@/components/language/phrase';
import { CancelPlan } from '@/components/pki/cancel-plan';
import { ChainTree } from '@/components/pki/chain-tree';
import { DownloadDialog } from '@/components/pki/download-dialog';
import { EnforcementNotes } from '@/components/pki/enforcement-notes';
import { ExtensionTable } from '@/components/pki/extension-table';
import { Hex, SerialSuffix } from '@/components/pki/fingerprint';
import { HistoryList } from '@/components/pki/history-list';
import { kindOf } from '@/components/pki/kind-icon';
import { LintList } from '@/components/pki/lint-list';
import { NameList } from '@/components/pki/name-list';
import { PemBox } from '@/components/pki/pem-box';
import { readSnippetChoice, SnippetCard, type SnippetChoice } from '@/components/pki/snippet-card';
import { StatusBadge } from '@/components/pki/status-badge';
import { ValidityTimeline } from '@/components/pki/validity-timeline';
import { reasonWords } from '@/components/reason.words';
import { ButtonLink } from '@/components/ui/button-link';
import { Card, Fact, Facts } from '@/components/ui/card';
import { Disclosure } from '@/components/ui/disclosure';
import { Link, TextLink } from '@/components/ui/link';
import { Notice } from '@/components/ui/notice';
import { Page, PageHeader } from '@/components/ui/page';
import { Tabs } from '@/components/ui/tabs';
import { Time } from '@/components/ui/time';
import { keyAlgorithmWord, signatureWord } from '@/components/words';
import type { CertificateDetailView, CertificateReference, Snippet } from '@/lib/services/views';
import { found, requireSignedIn, titled } from '../../../session';
import { CertificateMenu } from './_components/certificate-menu';
import { certificatePageWords } from './_components/certificate-page.words';
import { DescriptionCard } from './_components/description-card';

type Params = {
  params: Promise<{ id: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
};

const read = cache(async (id: string) => {
  const { reads } = await requireSignedIn(`/certificates/${id}`);
  return found(reads.certificate(id));
});

export async function generateMetadata({ params }: Pick<Params, 'params'>): Promise<Metadata> {
  const words = certificatePageWords().detail;
  return titled(read((await params).id), ({ certificate }) => words.certificates(certificate.displayName));
}

export default async function CertificatePage({ params, searchParams }: Params) {
  const words = certificatePageWords().detail;
  const { id } = await params;
  const view = await read(id);
  const choice = readSnippetChoice(await searchParams);
  const { reads } = await requireSignedIn(`/certificates/${id}`);
  const snippets = await reads.certificateSnippets(id, choice);
  const { certificate } = view;
  const own = view.chain.find((link) => link.certificateId === certificate.id);
  return (
    <Page>
      <PageHeader
        section={{ href: '/certificates', label: words.certificates2 }}
        title={certificate.displayName}
        badge={<StatusBadge status={view.status} daysLeft={view.daysLeft} certificate={certificate} />}
        actions={
          <>
            {view.canRenew && view.replacedBy.length === 0 ? (
              <ButtonLink href={`/certificates/${certificate.id}/renew`} aria-keyshortcuts="r" data-hotkey="r">
                <RefreshCw aria-hidden="true" className="size-4" />
                {words.renew}
              </ButtonLink>
            ) : null}
            {view.canRevoke && view.status !== 'revoked' ? (
              <ButtonLink href={`/certificates/${certificate.id}/revoke`} tone="danger-plain">
                <Ban aria-hidden="true" className="size-4" />
                {words.revoke}
              </ButtonLink>
            ) : null}
            <DownloadDialog
              certificate={{
                id: certificate.id,
                name: certificate.displayName,
                isAuthority: own?.authorityId != null,
              }}
            />
            <CertificateMenu
              certificate={{
                id: certificate.id,
                canHold: view.canHold,
                held: view.status === 'held',
                canRevoke: view.canRevoke && view.status !== 'revoked',
                canRenew: view.canRenew,
                labSide: labSideOf(certificate),
              }}
            />
          </>
        }
      >
        <Phrase
          of={words.issuedByForUntil}
          parts={{
            profile: chainKindWords()[kindOf(certificate.profile)],
            issuerName: view.issuerName,
            lifetime: formatLifetime(
              Math.round((certificate.notAfter.getTime() - certificate.notBefore.getTime()) / DAY_MS),
            ),
            time: <Time at={certificate.notAfter} />,
            value: own?.authorityId ? (
              <>
                {' '}
                <TextLink href={`/authorities/${own.authorityId}`}>{words.openTheAuthority}</TextLink>
              </>
            ) : null,
          }}
        />
      </PageHeader>
      {view.revokedAuthority && view.status !== 'revoked' ? (
        <Notice tone="error" title={words.aboveItIsRevoked(view.revokedAuthority)}>
          {words.whoeverChecksRefusesThisCertificate}
        </Notice>
      ) : null}
      <Revoked view={view} />
      <Replaced view={view} />
      <Planned view={view} />
      <div className="grid gap-6 xl:grid-cols-[minmax(0,1fr)_22rem]">
        <MainColumn view={view} snippets={snippets} choice={choice} />
        <SideColumn view={view} />
      </div>
    </Page>
  );
}

function Replaced({ view }: { view: CertificateDetailView }) {
  const words = certificatePageWords().detail;
  const newest = view.replacedBy[0];
  if (!newest) return null;
  return (
    <Notice
      tone="info"
      title={words.replacedByANewerCertificate}
      actions={<ButtonLink href={`/certificates/${newest.id}`}>{words.openTheNewerOne}</ButtonLink>}
    >
      <Phrase
        of={words.made}
        parts={{
          time: <Time at={newest.createdAt} />,
          value: view.certificate.revokedAt ? null : words.thisOneIsAcceptedUntil,
        }}
      />
    </Notice>
  );
}

/** What will become of it, or of the one that it replaced. */
function Planned({ view }: { view: CertificateDetailView }) {
  const words = certificatePageWords().detail;
  const { certificate, planned } = view;
  const own = planned.find(({ certificateId }) => certificateId === certificate.id);
  const older = planned.find((plan) => plan.replacementId === certificate.id && plan.state === 'waiting');
  return (
    <>
      {own?.state === 'waiting' && view.status !== 'revoked' ? (
        <Notice
          tone="warning"
          title={words.itWillBeRevoked}
          actions={<CancelPlan id={own.id} name={certificate.displayName} />}
        >
          <Phrase
            of={words.asSupersededOnBecauseTook}
            parts={{
              time: <Time at={own.dueAt} relative />,
              textLink: <TextLink href={`/certificates/${own.replacementId}`}>{own.replacementName}</TextLink>,
              createdBy: own.createdBy,
            }}
          />
        </Notice>
      ) : null}
      {own?.state === 'refused' && view.status !== 'revoked' ? (
        <Notice tone="warning" title={words.itsPlannedRevocationWasNot}>
          {own.message}
        </Notice>
      ) : null}
      {older ? (
        <Notice
          tone="info"
          title={words.theOneBeforeItWill}
          actions={<CancelPlan id={older.id} name={older.certificateName} />}
        >
          <TextLink href={`/certificates/${older.certificateId}`}>{older.certificateName}</TextLink> {words.on}{' '}
          <Time at={older.dueAt} relative />.
        </Notice>
      ) : null}
    </>
  );
}

/** Only with its key here can it take part. */
function labSideOf({ profile, keyId }: CertificateDetailView['certificate']): 'server' | 'client' | null {
  if (keyId === null) return null;
  if (profile === 'tlsClient') return 'client';
  return profile === 'tlsServer' || profile === 'tlsPeer' ? 'server' : null;
}

function Revoked({ view }: { view: CertificateDetailView }) {
  const words = certificatePageWords().detail;
  const { revokedAt, revocationReason } = view.certificate;
  if (!revokedAt) return null;
  if (view.status === 'held')
    return (
      <Notice
        tone="warning"
        title={words.onHold}
        actions={
          <>
            <ButtonLink href={`/certificates/${view.certificate.id}/proof`}>{words.whatOthersSee}</ButtonLink>
            <ButtonLink href={`/certificates/${view.certificate.id}/release`}>{words.releaseFromHold}</ButtonLink>
          </>
        }
      >
        <Phrase
          of={words.sinceClientsThatReadThe}
          parts={{ time: <Time at={revokedAt} />, issuerName: view.issuerName }}
        />
      </Notice>
    );
  return (
    <Notice
      tone="error"
      title={
        revocationReason && revocationReason !== 'unspecified'
          ? words.revokedFor(reasonWords()[revocationReason])
          : words.revoked
      }
      actions={<ButtonLink href={`/certificates/${view.certificate.id}/proof`}>{words.whatOthersSee}</ButtonLink>}
    >
      <Phrase
        of={words.sinceClientsThatReadThe2}
        parts={{ time: <Time at={revokedAt} />, issuerName: view.issuerName }}
      />
    </Notice>
  );
}

function MainColumn({
  view,
  snippets,
  choice,
}: {
  view: CertificateDetailView;
  snippets: readonly Snippet[];
  choice: SnippetChoice;
}) {
  const words = certificatePageWords().detail;
  const { certificate } = view;
  const configuration = { snippets, choice, path: `/certificates/${certificate.id}` };
  return (
    <div className="flex min-w-0 flex-col gap-6">
      <Card title={words.validity} id="validity">
        <ValidityTimeline
          bars={view.chain.map((link) => ({
            name: link.displayName,
            notBefore: link.notBefore,
            notAfter: link.notAfter,
            current: link.certificateId === certificate.id,
          }))}
        />
      </Card>
      <Card title={words.names} id="names">
        <div className="flex flex-col gap-5">
          <NameList names={view.names} />
          <Facts>
            <Fact label={words.subject}>
              <code className="font-mono text-13">{view.subjectText === '' ? words.empty : view.subjectText}</code>
            </Fact>
          </Facts>
        </div>
      </Card>
      <Card title={words.keyAndUsage} id="key">
        <Facts columns={2}>
          <Fact label={words.keyType}>{keyAlgorithmWord(certificate.keyAlgorithm)}</Fact>
          <Fact label={words.signature}>{signatureWord(view.signatureAlgorithm)}</Fact>
          <Fact label={words.mayBeUsedFor}>
            <span className="font-mono text-13">
              {view.extKeyUsage.length > 0 ? view.extKeyUsage.join(', ') : words.notLimited}
            </span>
          </Fact>
          <Fact label={words.keyUsage}>
            <span className="font-mono text-13">{view.keyUsage.join(', ')}</span>
          </Fact>
          <Fact label={words.privateKey} wide>
            {view.keyHeld ? words.heldHereEncryptedEachExport : words.notHeldHereItStays}
          </Fact>
          {view.subjectKeyIdentifier ? (
            <Fact label={words.subjectKeyIdentifier} wide>
              <Hex value={view.subjectKeyIdentifier} what={words.subjectKeyIdentifier2} />
            </Fact>
          ) : null}
          {view.authorityKeyIdentifier ? (
            <Fact label={words.authorityKeyIdentifier} wide>
              <Hex value={view.authorityKeyIdentifier} what={words.authorityKeyIdentifier2} />
            </Fact>
          ) : null}
        </Facts>
      </Card>
      <SnippetCard side="server" {...configuration} askClients />
      <SnippetCard side="client" {...configuration} />
      <Card title={words.checksBeforeSigning} id="lints">
        <LintList lints={view.lints} />
      </Card>
      <Card title={words.extensions} id="extensions" flush>
        <ExtensionTable extensions={view.extensions} />
      </Card>
      <Card title={words.encoded} id="encoded" flush>
        <Tabs
          label={words.encodings}
          tabs={[
            {
              value: 'pem',
              label: words.pem,
              panel: (
                <div className="p-5">
                  <PemBox text={view.pem} what={words.certificateAsPem} />
                </div>
              ),
            },
            {
              value: 'text',
              label: words.text,
              panel: (
                <div className="p-5">
                  <PemBox text={view.text} what={words.certificateAsText} tall />
                </div>
              ),
            },
          ]}
        />
      </Card>
    </div>
  );
}

function SideColumn({ view }: { view: CertificateDetailView }) {
  const words = certificatePageWords().detail;
  const { certificate, connections } = view;
  return (
    <div className="flex min-w-0 flex-col gap-6">
      <Card title={words.chain} id="chain">
        <ChainTree chain={view.chain} currentId={certificate.id} />
      </Card>
      <Card title={words.identity} id="identity">
        <Facts>
          <Fact label={words.serialNumber}>
            <Hex value={certificate.serialNumber} what={words.serialNumber2} />
          </Fact>
          {certificate.fingerprintSha256 ? (
            <Fact label={words.sha256Fingerprint}>
              <Hex value={certificate.fingerprintSha256} what={words.sha256Fingerprint} hotkey="y" />
            </Fact>
          ) : null}
          <Fact label={words.issued}>
            <Phrase
              of={words.by}
              parts={{ time: <Time at={certificate.createdAt} />, createdBy: certificate.createdBy }}
            />
          </Fact>
          <Fact label={words.onPaper}>
            <TextLink href={`/certificates/${certificate.id}/print`}>{words.printSheet}</TextLink>
          </Fact>
        </Facts>
      </Card>
      <DescriptionCard id={certificate.id} owner={certificate.owner} notes={certificate.notes} tags={view.tags} />
      <Related view={view} />
      <Card title={words.connections} id="connections" flush>
        {connections.length === 0 ? (
          <p className="px-5 py-4 text-muted">{words.notPartOfAConnection}</p>
        ) : (
          <ul className="divide-y divide-line-faint">
            {connections.map((connection) => (
              <li key={connection.id} className="px-5 py-2.5">
                <Link href={`/connections/${connection.id}`} className="font-medium hover:text-accent hover:underline">
                  {connection.name}
                </Link>
                <p className="text-13 text-muted">{connectionKindWords()[connection.kind]}</p>
              </li>
            ))}
          </ul>
        )}
      </Card>
      <Card title={words.whereARevocationIsEnforced} id="enforced">
        <p className="mb-3 text-13">
          {view.signedElsewhere
            ? words.theKeyOfIsNot(view.issuerName)
            : words.publishesAListAndAnswers(view.issuerName)}
        </p>
        <Disclosure summary={words.whoChecksAtAll}>
          <EnforcementNotes />
        </Disclosure>
      </Card>
      <Card title={words.history} id="history" flush>
        <HistoryList entries={view.history} />
      </Card>
    </div>
  );
}

/** The line of its renewals, and what else carries its key. */
function Related({ view }: { view: CertificateDetailView }) {
  const words = certificatePageWords().detail;
  const { replaces, replacedBy, sameKey } = view;
  if (!replaces && replacedBy.length === 0 && sameKey.length === 0) return null;
  return (
    <Card title={words.related} id="related">
      <Facts>
        <References label={words.newer} references={replacedBy} />
        <References label={words.older} references={replaces ? [replaces] : []} />
        <References label={words.sameKey} references={sameKey} />
      </Facts>
    </Card>
  );
}

function References({ label, references }: { label: string; references: readonly CertificateReference[] }) {
  if (references.length === 0) return null;
  return (
    <Fact label={label}>
      <ul className="flex flex-col gap-1">
        {references.map((one) => (
          <li key={one.id} className="flex flex-wrap items-baseline gap-x-2">
            <TextLink href={`/certificates/${one.id}`}>{one.displayName}</TextLink>
            <SerialSuffix serial={one.serialNumber} />
            <span className="text-13 text-muted">
              <Time at={one.createdAt} show="day" />
            </span>
          </li>
        ))}
      </ul>
    </Fact>
  );
}
