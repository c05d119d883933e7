import type { Metadata } from 'next';
import { cache } from 'react';
import { now } from '@/components/clock';
import { DAY_MS, formatDay, formatLifetime, plural } from '@/components/format';
import { AuthorityBadge } from '@/components/pki/authority-health';
import { isFailure } from '@/components/pki/authority-problems';
import { ChainTree } from '@/components/pki/chain-tree';
import { DownloadDialog } from '@/components/pki/download-dialog';
import { Hex } from '@/components/pki/fingerprint';
import { HistoryList } from '@/components/pki/history-list';
import { KindIcon } from '@/components/pki/kind-icon';
import { PemBox } from '@/components/pki/pem-box';
import { ValidityTimeline } from '@/components/pki/validity-timeline';
import { DownloadLink } from '@/components/ui/button';
import { ButtonLink } from '@/components/ui/button-link';
import { Card, Fact, Facts } from '@/components/ui/card';
import { CopyButton } from '@/components/ui/copy-button';
import { Link, TextLink } from '@/components/ui/link';
import { Notice } from '@/components/ui/notice';
import { Page, PageHeader } from '@/components/ui/page';
import { Time } from '@/components/ui/time';
import { CHAIN_KIND_WORDS, keyAlgorithmWord } from '@/components/words';
import type { AuthorityDetailView } from '@/lib/services/views';
import { found, requireSignedIn, titled } from '../../../session';
import { CrlCard } from './_components/crl-card';
import { InstallCard } from './_components/install-card';
import { ManageCard } from './_components/manage-card';
import { OwnCertificates } from './_components/own-certificates';
import { SwitchButton } from './_components/switch-button';

type Params = { params: Promise<{ id: string }> };

const read = cache(async (id: string) => {
  const { reads } = await requireSignedIn(`/authorities/${id}`);
  return { reads, view: await found(reads.authority(id)) };
});

export async function generateMetadata({ params }: Params): Promise<Metadata> {
  return titled(read((await params).id), ({ view }) => `${view.node.authority.name} · Authorities`);
}

export default async function AuthorityPage({ params }: Params) {
  const { view, reads } = await read((await params).id);
  const { authority, certificate } = view.node;
  const { sealState } = await reads.viewer();
  return (
    <Page>
      <PageHeader
        section={{ href: '/authorities', label: 'Authorities' }}
        title={authority.name}
        badge={<AuthorityBadge node={view.node} />}
        actions={
          <>
            {view.cannotHaveChildren ? null : (
              <ButtonLink href={`/authorities/new?parent=${authority.id}`}>Add authority below</ButtonLink>
            )}
            {certificate ? (
              <DownloadDialog
                label="Trust files"
                certificate={{ id: certificate.id, name: authority.name, isAuthority: true }}
              />
            ) : null}
          </>
        }
      >
        {CHAIN_KIND_WORDS[authority.kind]}
        {view.parentName && authority.parentId ? (
          <>
            {' '}
            below <TextLink href={`/authorities/${authority.parentId}`}>{view.parentName}</TextLink>
          </>
        ) : null}
        {authority.kind === 'root'
          ? '. Install its certificate wherever what it signs is to be trusted.'
          : '. It signs certificates; whoever trusts the root trusts them.'}
      </PageHeader>
      <Notices view={view} />
      <div className="grid gap-6 xl:grid-cols-[minmax(0,1fr)_22rem]">
        <MainColumn view={view} sealed={sealState === 'sealed'} />
        <SideColumn view={view} />
      </div>
    </Page>
  );
}

/** What is unusual about it, worst first. */
function Notices({ view }: { view: AuthorityDetailView }) {
  const { authority, problems } = view.node;
  const key = `/authorities/${authority.id}/key`;
  return (
    <>
      {view.restoreUntil ? (
        <Notice
          tone="warning"
          title="It is deleted"
          actions={
            authority.keyState === 'absent' ? null : (
              <SwitchButton path={`/authorities/${authority.id}/restore`} label="Restore" busy="Restoring…" />
            )
          }
        >
          {authority.keyState === 'absent'
            ? 'Its key was destroyed, so it cannot be brought back. What it published last stays served.'
            : `It can be brought back until ${formatDay(view.restoreUntil)}. Then its key is destroyed.`}
        </Notice>
      ) : null}
      {problems
        .filter((problem) => authority.status !== 'awaiting-certificate' || !problem.startsWith('Waits'))
        .map((problem) => (
          <Notice
            key={problem}
            tone={isFailure(problem) ? 'error' : 'warning'}
            title={problem === 'Is disabled' ? 'Disabled' : problem}
          >
            {problem === 'Is disabled'
              ? 'It issues nothing until it is enabled again. Its revocation list and OCSP go on.'
              : null}
          </Notice>
        ))}
      {view.ceremonySecondsLeft !== null ? (
        <Notice
          tone="warning"
          title={`A ceremony is open for ${Math.ceil(view.ceremonySecondsLeft / 60)} more minutes`}
          actions={<ButtonLink href={key}>Go on</ButtonLink>}
        >
          Its key is in the signer’s memory and can sign.
        </Notice>
      ) : null}
      {authority.keyState === 'offline' && view.ceremonySecondsLeft === null ? (
        <Notice tone="info" title="Its key is offline" actions={<ButtonLink href={key}>Begin a ceremony</ButtonLink>}>
          {view.node.crl
            ? `Its revocation list has to be signed in a ceremony before ${formatDay(view.node.crl.nextUpdate)}.`
            : 'Its revocation list has to be signed in a ceremony.'}
        </Notice>
      ) : null}
      {view.successor ? (
        <Notice
          tone="info"
          title={`${view.successor.name} has taken its place`}
          actions={<ButtonLink href={`/authorities/${view.successor.id}`}>Open it</ButtonLink>}
        >
          New certificates come from there. This one goes on with its revocation list and OCSP.
        </Notice>
      ) : null}
    </>
  );
}

function MainColumn({ view, sealed }: { view: AuthorityDetailView; sealed: boolean }) {
  const { authority, certificate, livingCertificates, pathLenConstraint, crl } = view.node;
  return (
    <div className="flex min-w-0 flex-col gap-6">
      <Card title="Overview" id="overview">
        <div className="flex flex-col gap-6">
          <Facts columns={2}>
            <Fact label="Key">
              {certificate
                ? `${keyAlgorithmWord(certificate.keyAlgorithm)}, ${KEY_PLACES[authority.keyState]}`
                : 'Made here, held by the signer, encrypted'}
            </Fact>
            <Fact label="May sign">{certificate ? signsWhat(pathLenConstraint) : 'Nothing yet'}</Fact>
            {view.limits.length > 0 ? (
              <Fact label="Limits on what is below">
                <ul className="flex flex-col gap-1">
                  {view.limits.map((limit) => (
                    <li key={limit} className="[overflow-wrap:anywhere]">
                      {limit}
                    </li>
                  ))}
                </ul>
              </Fact>
            ) : null}
            <Fact label="Living certificates">
              <TextLink href={`/certificates?issuer=${authority.id}`}>
                {plural(livingCertificates, 'certificate')}
              </TextLink>
            </Fact>
            {certificate ? (
              <Fact label="Lifetime">
                {formatLifetime(
                  Math.round((certificate.notAfter.getTime() - certificate.notBefore.getTime()) / DAY_MS),
                )}
                , until <Time at={certificate.notAfter} />
              </Fact>
            ) : null}
          </Facts>
          {view.chain.length > 0 ? (
            <ValidityTimeline
              bars={view.chain.map((link) => ({
                name: link.displayName,
                notBefore: link.notBefore,
                notAfter: link.notAfter,
                current: link.authorityId === authority.id,
              }))}
            />
          ) : null}
        </div>
      </Card>
      {view.hasRequest && authority.status !== 'revoked' ? (
        <InstallCard authorityId={authority.id} waiting={authority.status === 'awaiting-certificate'} />
      ) : null}
      {authority.keyState === 'absent' || !certificate ? null : (
        <>
          <CrlCard authorityId={authority.id} crl={crl} sealed={sealed} cannotSign={!view.node.keyAtHand} />
          <Publishing view={view} />
        </>
      )}
      {certificate ? <Below view={view} /> : null}
      {view.certificates.length > 0 ? <OwnCertificates certificates={view.certificates} now={now()} /> : null}
      {view.certificatePem ? (
        <Card title="Certificate" id="pem" actions={<Downloads authorityId={authority.id} />}>
          <PemBox text={view.certificatePem} what="certificate as PEM" />
        </Card>
      ) : null}
    </div>
  );
}

const KEY_PLACES = {
  online: 'held by the signer, encrypted',
  offline: 'in a sealed file elsewhere',
  absent: 'held elsewhere',
} as const;

function signsWhat(pathLenConstraint: number | null): string {
  if (pathLenConstraint === null) return 'Certificates and authorities, no limit on levels';
  if (pathLenConstraint === 0) return 'End certificates only (path length 0)';
  return `Certificates, and authorities ${plural(pathLenConstraint, 'level')} deep (path length ${pathLenConstraint})`;
}

function Downloads({ authorityId }: { authorityId: string }) {
  const href = (format: string) => `/api/v1/authorities/${authorityId}/certificate?format=${format}`;
  return (
    <div className="flex flex-wrap gap-2">
      <DownloadLink size="small" href={href('pem')}>
        PEM
      </DownloadLink>
      <DownloadLink size="small" href={href('der')}>
        DER
      </DownloadLink>
      <DownloadLink size="small" href={href('chain')}>
        Chain
      </DownloadLink>
    </div>
  );
}

/** Where clients fetch what this authority publishes. */
function Publishing({ view }: { view: AuthorityDetailView }) {
  const { publishing } = view;
  const addresses = [
    { label: 'Revocation list, DER', url: publishing.crlUrl, note: 'The list that certificates point to by default.' },
    { label: 'Revocation list, PEM', url: publishing.crlPemUrl, note: 'The same list as text.' },
    {
      label: 'Lists of the whole chain, PEM',
      url: publishing.chainCrlPemUrl,
      note: 'What nginx, Apache, HAProxy and PostgreSQL read.',
    },
    ...(view.deltaCrlUrl
      ? [{ label: 'Delta CRL', url: view.deltaCrlUrl, note: 'What changed since the whole list.' }]
      : []),
    ...(view.crlParts
      ? [
          {
            label: `Part 1 of ${view.crlParts.count}`,
            url: view.crlParts.firstUrl,
            note: 'Each certificate names the part that covers it.',
          },
          {
            label: `Part ${view.crlParts.count} of ${view.crlParts.count}`,
            url: view.crlParts.lastUrl,
            note: 'Those between are numbered in the same way.',
          },
        ]
      : []),
    { label: 'OCSP', url: publishing.ocspUrl, note: 'Answers for one certificate at a time.' },
    { label: 'Certificate of this authority', url: publishing.caIssuersUrl, note: 'Lets clients complete a chain.' },
  ];
  return (
    <Card title="Published at" id="publishing" note="Plain HTTP by design: everything here is signed and public." flush>
      <ul className="divide-y divide-line-faint">
        {addresses.map(({ label, url, note }) => (
          <li key={label} className="flex items-center justify-between gap-3 px-5 py-2.5">
            <div className="min-w-0">
              <p className="flex flex-wrap gap-x-2">
                <span className="font-medium">{label}</span>
                <span className="text-13 text-muted">{note}</span>
              </p>
              <a href={url} className="font-mono text-13 text-accent hover:underline [overflow-wrap:anywhere]">
                {url}
              </a>
            </div>
            <CopyButton text={url} what={`address: ${label}`} />
          </li>
        ))}
      </ul>
    </Card>
  );
}

function Below({ view }: { view: AuthorityDetailView }) {
  const { node, cannotHaveChildren } = view;
  if (node.children.length === 0 && cannotHaveChildren) {
    return (
      <Card title="Authorities below" id="below">
        <p className="text-muted">{cannotHaveChildren}</p>
      </Card>
    );
  }
  return (
    <Card title="Authorities below" id="below" flush>
      {node.children.length === 0 ? <p className="px-5 py-4 text-muted">None yet.</p> : null}
      <ul className="divide-y divide-line-faint">
        {node.children.map((child) => (
          <li
            key={child.authority.id}
            className="relative flex flex-wrap items-center gap-x-3 gap-y-1.5 px-5 py-3 hover:bg-subtle"
          >
            <KindIcon kind="issuing" />
            <div className="min-w-40 flex-1">
              <Link href={`/authorities/${child.authority.id}`} className="font-medium after:absolute after:inset-0">
                {child.authority.name}
              </Link>
              <p className="text-13 text-muted">{plural(child.livingCertificates, 'living certificate')}</p>
            </div>
            <AuthorityBadge node={child} />
          </li>
        ))}
      </ul>
    </Card>
  );
}

function SideColumn({ view }: { view: AuthorityDetailView }) {
  const { certificate } = view.node;
  return (
    <div className="flex min-w-0 flex-col gap-6">
      {view.chain.length > 0 ? (
        <Card title="Chain" id="chain">
          <ChainTree chain={view.chain} {...(certificate ? { currentId: certificate.id } : {})} />
        </Card>
      ) : null}
      {certificate ? (
        <Card title="Identity" id="identity">
          <Facts>
            <Fact label="Serial number">
              <Hex value={certificate.serialNumber} what="serial number" />
            </Fact>
            <Fact label="SHA-256 fingerprint">
              <Hex value={view.fingerprintSha256} what="SHA-256 fingerprint" />
            </Fact>
            <Fact label="All fields">
              <TextLink href={`/certificates/${certificate.id}`}>Open its certificate</TextLink>
            </Fact>
          </Facts>
        </Card>
      ) : null}
      <ManageCard view={view} />
      <Card title="History" id="history" flush>
        <HistoryList entries={view.history} />
      </Card>
    </div>
  );
}
