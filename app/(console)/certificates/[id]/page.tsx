import { Ban, RefreshCw } from 'lucide-react';
import type { Metadata } from 'next';
import { cache } from 'react';
import { DAY_MS, formatLifetime } from '@/components/format';
import { chainKindWords, connectionKindWords } from '@/components/kind.words';
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
import type { CertificateDetailView, CertificateReference } from '@/lib/services/views';
import { found, requireSignedIn, titled } from '../../../session';
import { CertificateMenu } from './_components/certificate-menu';
import { DescriptionCard } from './_components/description-card';

type Params = { params: Promise<{ id: string }> };

const read = cache(async (id: string) => {
  const { reads } = await requireSignedIn(`/certificates/${id}`);
  return found(reads.certificate(id));
});

export async function generateMetadata({ params }: Params): Promise<Metadata> {
  return titled(read((await params).id), ({ certificate }) => `${certificate.displayName} · Certificates`);
}

export default async function CertificatePage({ params }: Params) {
  const view = await read((await params).id);
  const { certificate } = view;
  const own = view.chain.find((link) => link.certificateId === certificate.id);
  return (
    <Page>
      <PageHeader
        section={{ href: '/certificates', label: 'Certificates' }}
        title={certificate.displayName}
        badge={<StatusBadge status={view.status} daysLeft={view.daysLeft} certificate={certificate} />}
        actions={
          <>
            {view.canRenew && view.replacedBy.length === 0 ? (
              <ButtonLink href={`/certificates/${certificate.id}/renew`} aria-keyshortcuts="r" data-hotkey="r">
                <RefreshCw aria-hidden="true" className="size-4" />
                Renew
              </ButtonLink>
            ) : null}
            {view.canRevoke && view.status !== 'revoked' ? (
              <ButtonLink href={`/certificates/${certificate.id}/revoke`} tone="danger-plain">
                <Ban aria-hidden="true" className="size-4" />
                Revoke
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
              }}
            />
          </>
        }
      >
        {chainKindWords()[kindOf(certificate.profile)]}, issued by {view.issuerName} for{' '}
        {formatLifetime(Math.round((certificate.notAfter.getTime() - certificate.notBefore.getTime()) / DAY_MS))}, until{' '}
        <Time at={certificate.notAfter} />.
        {own?.authorityId ? (
          <>
            {' '}
            <TextLink href={`/authorities/${own.authorityId}`}>Open the authority</TextLink>
          </>
        ) : null}
      </PageHeader>
      {view.revokedAuthority && view.status !== 'revoked' ? (
        <Notice tone="error" title={`${view.revokedAuthority} above it is revoked`}>
          Whoever checks refuses this certificate, although it is not revoked itself. Issue a new one from another
          authority.
        </Notice>
      ) : null}
      <Revoked view={view} />
      <Replaced view={view} />
      <Planned view={view} />
      <div className="grid gap-6 xl:grid-cols-[minmax(0,1fr)_22rem]">
        <MainColumn view={view} />
        <SideColumn view={view} />
      </div>
    </Page>
  );
}

function Replaced({ view }: { view: CertificateDetailView }) {
  const newest = view.replacedBy[0];
  if (!newest) return null;
  return (
    <Notice
      tone="info"
      title="Replaced by a newer certificate"
      actions={<ButtonLink href={`/certificates/${newest.id}`}>Open the newer one</ButtonLink>}
    >
      Made <Time at={newest.createdAt} />.
      {view.certificate.revokedAt ? null : ' This one is accepted until it ends or is revoked.'}
    </Notice>
  );
}

/** What will become of it, or of the one that it replaced. */
function Planned({ view }: { view: CertificateDetailView }) {
  const { certificate, planned } = view;
  const own = planned.find(({ certificateId }) => certificateId === certificate.id);
  const older = planned.find((plan) => plan.replacementId === certificate.id && plan.state === 'waiting');
  return (
    <>
      {own?.state === 'waiting' && view.status !== 'revoked' ? (
        <Notice
          tone="warning"
          title="It will be revoked"
          actions={<CancelPlan id={own.id} name={certificate.displayName} />}
        >
          As superseded on <Time at={own.dueAt} relative />, because{' '}
          <TextLink href={`/certificates/${own.replacementId}`}>{own.replacementName}</TextLink> took its place. Planned
          by {own.createdBy}.
        </Notice>
      ) : null}
      {own?.state === 'refused' && view.status !== 'revoked' ? (
        <Notice tone="warning" title="Its planned revocation was not done">
          {own.message}
        </Notice>
      ) : null}
      {older ? (
        <Notice
          tone="info"
          title="The one before it will be revoked"
          actions={<CancelPlan id={older.id} name={older.certificateName} />}
        >
          <TextLink href={`/certificates/${older.certificateId}`}>{older.certificateName}</TextLink> on{' '}
          <Time at={older.dueAt} relative />.
        </Notice>
      ) : null}
    </>
  );
}

function Revoked({ view }: { view: CertificateDetailView }) {
  const { revokedAt, revocationReason } = view.certificate;
  if (!revokedAt) return null;
  if (view.status === 'held')
    return (
      <Notice
        tone="warning"
        title="On hold"
        actions={<ButtonLink href={`/certificates/${view.certificate.id}/release`}>Release from hold</ButtonLink>}
      >
        Since <Time at={revokedAt} />. Clients that read the revocation list of {view.issuerName} refuse it until it is
        released.
      </Notice>
    );
  return (
    <Notice
      tone="error"
      title={`Revoked${revocationReason && revocationReason !== 'unspecified' ? `: ${reasonWords()[revocationReason]}` : ''}`}
    >
      Since <Time at={revokedAt} />. Clients that read the revocation list of {view.issuerName} refuse it; a client that
      reads none still accepts it until it expires.
    </Notice>
  );
}

function MainColumn({ view }: { view: CertificateDetailView }) {
  const { certificate } = view;
  return (
    <div className="flex min-w-0 flex-col gap-6">
      <Card title="Validity" id="validity">
        <ValidityTimeline
          bars={view.chain.map((link) => ({
            name: link.displayName,
            notBefore: link.notBefore,
            notAfter: link.notAfter,
            current: link.certificateId === certificate.id,
          }))}
        />
      </Card>
      <Card title="Names" id="names">
        <div className="flex flex-col gap-5">
          <NameList names={view.names} />
          <Facts>
            <Fact label="Subject">
              <code className="font-mono text-13">{view.subjectText === '' ? 'Empty' : view.subjectText}</code>
            </Fact>
          </Facts>
        </div>
      </Card>
      <Card title="Key and usage" id="key">
        <Facts columns={2}>
          <Fact label="Key type">{keyAlgorithmWord(certificate.keyAlgorithm)}</Fact>
          <Fact label="Signature">{signatureWord(view.signatureAlgorithm)}</Fact>
          <Fact label="May be used for">
            <span className="font-mono text-13">
              {view.extKeyUsage.length > 0 ? view.extKeyUsage.join(', ') : 'Not limited'}
            </span>
          </Fact>
          <Fact label="Key usage">
            <span className="font-mono text-13">{view.keyUsage.join(', ')}</span>
          </Fact>
          <Fact label="Private key" wide>
            {view.keyHeld
              ? 'Held here, encrypted. Each export is written to the audit log.'
              : 'Not held here: it stays where the request was made.'}
          </Fact>
          {view.subjectKeyIdentifier ? (
            <Fact label="Subject key identifier" wide>
              <Hex value={view.subjectKeyIdentifier} what="subject key identifier" />
            </Fact>
          ) : null}
          {view.authorityKeyIdentifier ? (
            <Fact label="Authority key identifier" wide>
              <Hex value={view.authorityKeyIdentifier} what="authority key identifier" />
            </Fact>
          ) : null}
        </Facts>
      </Card>
      <Card title="Checks before signing" id="lints">
        <LintList lints={view.lints} />
      </Card>
      <Card title="Extensions" id="extensions" flush>
        <ExtensionTable extensions={view.extensions} />
      </Card>
      <Card title="Encoded" id="encoded" flush>
        <Tabs
          label="Encodings"
          tabs={[
            {
              value: 'pem',
              label: 'PEM',
              panel: (
                <div className="p-5">
                  <PemBox text={view.pem} what="certificate as PEM" />
                </div>
              ),
            },
            {
              value: 'text',
              label: 'Text',
              panel: (
                <div className="p-5">
                  <PemBox text={view.text} what="certificate as text" tall />
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
  const { certificate, connections } = view;
  return (
    <div className="flex min-w-0 flex-col gap-6">
      <Card title="Chain" id="chain">
        <ChainTree chain={view.chain} currentId={certificate.id} />
      </Card>
      <Card title="Identity" id="identity">
        <Facts>
          <Fact label="Serial number">
            <Hex value={certificate.serialNumber} what="serial number" />
          </Fact>
          {certificate.fingerprintSha256 ? (
            <Fact label="SHA-256 fingerprint">
              <Hex value={certificate.fingerprintSha256} what="SHA-256 fingerprint" hotkey="y" />
            </Fact>
          ) : null}
          <Fact label="Issued">
            <Time at={certificate.createdAt} /> by {certificate.createdBy}
          </Fact>
          <Fact label="On paper">
            <TextLink href={`/certificates/${certificate.id}/print`}>Print sheet</TextLink>
          </Fact>
        </Facts>
      </Card>
      <DescriptionCard id={certificate.id} owner={certificate.owner} notes={certificate.notes} tags={view.tags} />
      <Related view={view} />
      <Card title="Connections" id="connections" flush>
        {connections.length === 0 ? (
          <p className="px-5 py-4 text-muted">Not part of a connection.</p>
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
      <Card title="Where a revocation is enforced" id="enforced">
        <p className="mb-3 text-13">
          {view.signedElsewhere
            ? `The key of ${view.issuerName} is not here: it cannot be revoked here, and its issuer says whether it is.`
            : `${view.issuerName} publishes a list and answers OCSP. What a program makes of them is its own matter.`}
        </p>
        <Disclosure summary="Who checks at all?">
          <EnforcementNotes />
        </Disclosure>
      </Card>
      <Card title="History" id="history" flush>
        <HistoryList entries={view.history} />
      </Card>
    </div>
  );
}

/** The line of its renewals, and what else carries its key. */
function Related({ view }: { view: CertificateDetailView }) {
  const { replaces, replacedBy, sameKey } = view;
  if (!replaces && replacedBy.length === 0 && sameKey.length === 0) return null;
  return (
    <Card title="Related" id="related">
      <Facts>
        <References label="Newer" references={replacedBy} />
        <References label="Older" references={replaces ? [replaces] : []} />
        <References label="Same key" references={sameKey} />
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
