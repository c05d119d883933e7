import { now } from '@/components/clock';
import { boundedPlural, DAY_MS, formatLifetime, plural } from '@/components/format';
import { AuthorityBadge } from '@/components/pki/authority-health';
import { ChainTree } from '@/components/pki/chain-tree';
import { Hex } from '@/components/pki/fingerprint';
import { HistoryList } from '@/components/pki/history-list';
import { KindIcon } from '@/components/pki/kind-icon';
import { PemBox } from '@/components/pki/pem-box';
import { ValidityTimeline } from '@/components/pki/validity-timeline';
import { DownloadLink } from '@/components/ui/button';
import { Card, Fact, Facts } from '@/components/ui/card';
import { Link, TextLink } from '@/components/ui/link';
import { Time } from '@/components/ui/time';
import { keyAlgorithmWord } from '@/components/words';
import type { AuthorityDetailView } from '@/lib/services/views';
import { InstallCard } from './install-card';
import { ManageCard } from './manage-card';
import { OwnCertificates } from './own-certificates';

export function AuthorityOverview({ view }: { view: AuthorityDetailView }) {
  return (
    <div className="grid gap-6 xl:grid-cols-[minmax(0,1fr)_22rem]">
      <MainColumn view={view} />
      <SideColumn view={view} />
    </div>
  );
}

function MainColumn({ view }: { view: AuthorityDetailView }) {
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
              <TextLink href={`/authorities/${authority.id}/certificates`}>
                {boundedPlural(livingCertificates, 'certificate')}
              </TextLink>
            </Fact>
            {crl ? (
              <Fact label="Revocation list">
                <TextLink href={`/authorities/${authority.id}/crls`}>Number {crl.crlNumber}</TextLink>, next by{' '}
                <Time at={crl.nextUpdate} />
              </Fact>
            ) : null}
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
              <p className="text-13 text-muted">{boundedPlural(child.livingCertificates, 'living certificate')}</p>
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
