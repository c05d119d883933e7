import { CircleCheck, CircleHelp, CircleX, TriangleAlert } from 'lucide-react';
import type { RemoteFacts } from '@/lib/domain/remote';
import { Card, Fact, Facts } from '../ui/card';
import { TextLink } from '../ui/link';
import { Notice } from '../ui/notice';
import { Cell, Row, Table } from '../ui/table';
import { Time } from '../ui/time';
import { protocolWord } from './lab-words';
import { remoteFactsWords } from './remote-facts.words';

const COMPARISON_TONES = {
  newest: 'success',
  older: 'warning',
  revoked: 'error',
  foreign: 'warning',
  'unknown-here': 'info',
  'nothing-to-compare': 'info',
} as const;

/** What a probe found besides the handshake itself. `at`: when it was made. */
export function RemoteFactsSection({ facts, at }: { facts: RemoteFacts; at: Date }) {
  const words = remoteFactsWords();
  const { comparison, missing, chain } = facts;
  return (
    <>
      {comparison ? (
        <Notice tone={COMPARISON_TONES[comparison.kind]} title={words.comparison}>
          <p>{comparison.words}</p>
          {comparison.links.length > 0 ? (
            <ul className="mt-1 flex flex-col gap-1">
              {comparison.links.map(({ label, certificateId }) => (
                <li key={certificateId}>
                  <TextLink href={`/certificates/${certificateId}`}>{label}</TextLink>
                </li>
              ))}
            </ul>
          ) : null}
        </Notice>
      ) : null}
      {missing.length > 0 ? (
        <Notice tone="warning" title={words.missing(missing.length)}>
          <ul>
            {missing.map(({ subject, authorityId }) => (
              <li key={subject}>
                {authorityId ? <TextLink href={`/authorities/${authorityId}`}>{subject}</TextLink> : subject}
              </li>
            ))}
          </ul>
          <p className="mt-1">{words.missingAdvice}</p>
        </Notice>
      ) : null}
      {facts.failure && chain.length === 0 ? null : (
        <Card title={words.title} id="served">
          <Facts columns={2}>
            <Fact label={words.address}>
              {facts.address ?? ''} · {facts.port}
            </Fact>
            <Fact label={words.name}>{facts.expectedName}</Fact>
            <Fact label={words.versions}>
              <Versions facts={facts} />
            </Fact>
            <Fact label={words.alpn}>{facts.alpn ?? words.noAlpn}</Fact>
            <Fact label={words.staple}>
              <Staple staple={facts.staple} />
            </Fact>
            <Fact label={words.client}>
              <ClientCertificate facts={facts.clientCertificate} />
            </Fact>
          </Facts>
        </Card>
      )}
      {chain.length > 0 ? (
        <Card title={words.chain} id="chain" flush note={words.chainNote}>
          <Chain facts={facts} at={at} />
        </Card>
      ) : null}
    </>
  );
}

function Versions({ facts }: { facts: RemoteFacts }) {
  const words = remoteFactsWords();
  if (facts.versions.length === 0) return words.unknown;
  return (
    <ul className="flex flex-wrap gap-x-4 gap-y-1">
      {facts.versions.map(({ version, taken }) => {
        const Icon = taken === null ? CircleHelp : taken ? CircleCheck : CircleX;
        const word = taken === null ? words.unknown : taken ? words.taken : words.notTaken;
        const isOld = version === 'TLSv1' || version === 'TLSv1.1';
        const ink = taken === null ? 'text-muted' : taken ? (isOld ? 'text-expiring' : 'text-valid') : 'text-muted';
        return (
          <li key={version} className={`inline-flex items-center gap-1 ${ink}`}>
            <Icon aria-hidden="true" className="size-4" />
            <span>
              {version === 'TLSv1' ? 'TLS 1.0' : protocolWord(version)}
              <span className="sr-only"> {word}</span>
            </span>
          </li>
        );
      })}
    </ul>
  );
}

function Staple({ staple }: { staple: RemoteFacts['staple'] }) {
  const words = remoteFactsWords();
  if (!staple) return words.noStaple;
  const Icon = staple.ok ? CircleCheck : staple.status === 'revoked' ? CircleX : TriangleAlert;
  const ink = staple.ok ? 'text-valid' : staple.status === 'revoked' ? 'text-revoked' : 'text-expiring';
  return (
    <>
      <span className={`inline-flex items-center gap-1 ${ink}`}>
        <Icon aria-hidden="true" className="size-4" />
        {words.statuses[staple.status]}
      </span>
      <span className="block text-13 text-muted">{staple.words}</span>
    </>
  );
}

function ClientCertificate({ facts }: { facts: RemoteFacts['clientCertificate'] }) {
  const words = remoteFactsWords();
  if (!facts.asked) return words.notAsked;
  const said = facts.required === null ? words.maybeRequired : facts.required ? words.required : words.notRequired;
  return (
    <>
      {said}
      {facts.authorities.length === 0 ? (
        <span className="block text-13 text-muted">{words.noAuthorities}</span>
      ) : (
        <details className="mt-1 text-13">
          <summary className="min-h-6 cursor-pointer">
            {words.authorities}: {facts.authorities.length}
          </summary>
          <ul className="mt-1 flex flex-col gap-1">
            {facts.authorities.map((name) => (
              <li key={name}>{name}</li>
            ))}
          </ul>
        </details>
      )}
    </>
  );
}

function Chain({ facts, at }: { facts: RemoteFacts; at: Date }) {
  const words = remoteFactsWords();
  return (
    <Table
      label={words.chainNote}
      head={[words.head.certificate, words.head.place, words.head.until, words.head.serial]}
      wideOnly={[3]}
    >
      {facts.chain.map((one) => {
        const isEnded = new Date(one.notAfter) < at;
        const isOdd = one.place === 'misplaced' || one.place === 'unrelated';
        return (
          <Row key={one.fingerprintSha256}>
            <Cell className="[overflow-wrap:anywhere]">
              {one.certificateId ? (
                <TextLink href={`/certificates/${one.certificateId}`}>{one.subject}</TextLink>
              ) : (
                one.subject
              )}
              {one.names.length > 0 ? <p className="text-13 text-muted">{one.names.slice(0, 6).join(', ')}</p> : null}
            </Cell>
            <Cell className={`text-13 ${isOdd ? 'text-expiring' : 'text-muted'}`}>
              <span className="inline-flex items-start gap-1">
                {isOdd ? <TriangleAlert aria-hidden="true" className="mt-0.5 size-4 shrink-0" /> : null}
                {words.places[one.place]}
              </span>
            </Cell>
            <Cell className={`text-13 ${isEnded ? 'text-revoked' : ''}`}>
              <Time at={new Date(one.notAfter)} />
              {isEnded ? <span className="block">{words.expired}</span> : null}
            </Cell>
            <Cell className="font-mono text-12 max-sm:hidden [overflow-wrap:anywhere]">{one.serialNumber}</Cell>
          </Row>
        );
      })}
    </Table>
  );
}
