import { now } from '@/components/clock';
import { DAY_MS, formatLifetime } from '@/components/format';
import { Phrase } from '@/components/language/phrase';
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
import { authorityPageWords } from './authority-page.words';
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
  const words = authorityPageWords().authorityOverview;
  const { authority, certificate, livingCertificates, pathLenConstraint, crl } = view.node;
  return (
    <div className="flex min-w-0 flex-col gap-6">
      <Card title={words.overview} id="overview">
        <div className="flex flex-col gap-6">
          <Facts columns={2}>
            <Fact label={words.key}>
              {certificate
                ? `${keyAlgorithmWord(certificate.keyAlgorithm)}, ${keyPlaces()[authority.keyState]}`
                : words.madeHereHeldByThe}
            </Fact>
            <Fact label={words.maySign}>{certificate ? signsWhat(pathLenConstraint) : words.nothingYet}</Fact>
            {view.limits.length > 0 ? (
              <Fact label={words.limitsOnWhatIsBelow}>
                <ul className="flex flex-col gap-1">
                  {view.limits.map((limit) => (
                    <li key={limit} className="[overflow-wrap:anywhere]">
                      {limit}
                    </li>
                  ))}
                </ul>
              </Fact>
            ) : null}
            <Fact label={words.livingCertificates}>
              <TextLink href={`/authorities/${authority.id}/certificates`}>
                {words.certificates(livingCertificates)}
              </TextLink>
            </Fact>
            {crl ? (
              <Fact label={words.revocationList}>
                <Phrase
                  of={words.nextBy}
                  parts={{
                    textLink: (
                      <TextLink href={`/authorities/${authority.id}/crls`}>{words.number(crl.crlNumber)}</TextLink>
                    ),
                    time: <Time at={crl.nextUpdate} />,
                  }}
                />
              </Fact>
            ) : null}
            {certificate ? (
              <Fact label={words.lifetime}>
                <Phrase
                  of={words.until}
                  parts={{
                    lifetime: formatLifetime(
                      Math.round((certificate.notAfter.getTime() - certificate.notBefore.getTime()) / DAY_MS),
                    ),
                    time: <Time at={certificate.notAfter} />,
                  }}
                />
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
        <Card title={words.certificate} id="pem" actions={<Downloads authorityId={authority.id} />}>
          <PemBox text={view.certificatePem} what={words.certificateAsPem} />
        </Card>
      ) : null}
    </div>
  );
}

const keyPlaces = () =>
  ({
    online: authorityPageWords().authorityOverview.heldByTheSignerEncrypted,
    offline: authorityPageWords().authorityOverview.inASealedFileElsewhere,
    absent: authorityPageWords().authorityOverview.heldElsewhere,
  }) as const;

function signsWhat(pathLenConstraint: number | null): string {
  const words = authorityPageWords().authorityOverview;
  if (pathLenConstraint === null) return words.certificatesAndAuthoritiesNoLimit;
  if (pathLenConstraint === 0) return words.endCertificatesOnlyPathLength;
  return words.certificatesAndAuthoritiesLevelsDeep(pathLenConstraint, pathLenConstraint);
}

function Downloads({ authorityId }: { authorityId: string }) {
  const words = authorityPageWords().authorityOverview;
  const href = (format: string) => `/api/v1/authorities/${authorityId}/certificate?format=${format}`;
  return (
    <div className="flex flex-wrap gap-2">
      <DownloadLink size="small" href={href('pem')}>
        {words.pem}
      </DownloadLink>
      <DownloadLink size="small" href={href('der')}>
        {words.der}
      </DownloadLink>
      <DownloadLink size="small" href={href('chain')}>
        {words.chain}
      </DownloadLink>
    </div>
  );
}

function Below({ view }: { view: AuthorityDetailView }) {
  const words = authorityPageWords().authorityOverview;
  const { node, cannotHaveChildren } = view;
  if (node.children.length === 0 && cannotHaveChildren) {
    return (
      <Card title={words.authoritiesBelow} id="below">
        <p className="text-muted">{cannotHaveChildren}</p>
      </Card>
    );
  }
  return (
    <Card title={words.authoritiesBelow} id="below" flush>
      {node.children.length === 0 ? <p className="px-5 py-4 text-muted">{words.noneYet}</p> : null}
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
              <p className="text-13 text-muted">{words.livingCertificates2(child.livingCertificates)}</p>
            </div>
            <AuthorityBadge node={child} />
          </li>
        ))}
      </ul>
    </Card>
  );
}

function SideColumn({ view }: { view: AuthorityDetailView }) {
  const words = authorityPageWords().authorityOverview;
  const { certificate } = view.node;
  return (
    <div className="flex min-w-0 flex-col gap-6">
      {view.chain.length > 0 ? (
        <Card title={words.chain} id="chain">
          <ChainTree chain={view.chain} {...(certificate ? { currentId: certificate.id } : {})} />
        </Card>
      ) : null}
      {certificate ? (
        <Card title={words.identity} id="identity">
          <Facts>
            <Fact label={words.serialNumber}>
              <Hex value={certificate.serialNumber} what={words.serialNumber2} />
            </Fact>
            <Fact label={words.sha256Fingerprint}>
              <Hex value={view.fingerprintSha256} what={words.sha256Fingerprint} />
            </Fact>
            <Fact label={words.allFields}>
              <TextLink href={`/certificates/${certificate.id}`}>{words.openItsCertificate}</TextLink>
            </Fact>
          </Facts>
        </Card>
      ) : null}
      <ManageCard view={view} />
      <Card title={words.history} id="history" flush>
        <HistoryList entries={view.history} />
      </Card>
    </div>
  );
}
