import { KeyRound } from 'lucide-react';
import { profileWords } from '@/components/kind.words';
import { Phrase } from '@/components/language/phrase';
import type { CertificateRow } from '@/lib/services/views';
import { Link } from '../ui/link';
import { Cell, Row, Table } from '../ui/table';
import { Time } from '../ui/time';
import { SerialSuffix } from './fingerprint';
import { KindIcon, kindOf } from './kind-icon';
import { LifeBar } from './life-bar';
import { pkiWords } from './pki.words';
import { edgeOf, StatusBadge } from './status-badge';

/** Certificates by name: a table from 768 px, cards below. Both carry the same words. */
export function CertificateTable({
  rows,
  label,
  selectable = false,
}: {
  rows: readonly CertificateRow[];
  label: string;
  /** With a check box for each row; whoever stands around the table hears what happens to them. */
  selectable?: boolean;
}) {
  const words = pkiWords().certificateTable;
  return (
    <>
      <div className="hidden md:block">
        <Table
          label={label}
          head={[
            ...(selectable ? [<CheckPage key="select" />] : []),
            words.name,
            words.use,
            words.issuer,
            words.status,
            words.expiresUtc,
            words.serial,
            <span key="key" className="sr-only">
              {words.key}
            </span>,
          ]}
        >
          {rows.map((row) => (
            <TableRow key={row.certificate.id} row={row} selectable={selectable} />
          ))}
        </Table>
      </div>
      {selectable ? (
        <p className="invisible flex items-center border-b border-line-faint px-4 py-1 group-data-ready/selection:visible md:hidden">
          <CheckPage word={words.allOnThisPage} />
        </p>
      ) : null}
      <ul aria-label={label} className="divide-y divide-line-faint md:hidden">
        {rows.map((row) => (
          <CardRow key={row.certificate.id} row={row} selectable={selectable} />
        ))}
      </ul>
    </>
  );
}

interface RowProps {
  readonly row: CertificateRow;
  readonly selectable: boolean;
}

/** Seen only where script runs: without it nothing could be done with what is chosen. Above the link of the row. */
const CHECK =
  'relative z-10 invisible inline-flex size-8 items-center justify-center group-data-ready/selection:visible';

function CheckRow({ row: { certificate } }: Pick<RowProps, 'row'>) {
  const words = pkiWords().certificateTable;
  return (
    <label className={CHECK}>
      <input type="checkbox" data-select={certificate.id} autoComplete="off" className="size-4" />
      <span className="sr-only">{words.chooseSerial(certificate.displayName, certificate.serialNumber.slice(-8))}</span>
    </label>
  );
}

function CheckPage({ word }: { word?: string }) {
  const words = pkiWords().certificateTable;
  return (
    <label className={word ? 'flex min-h-11 items-center gap-3 text-13 text-muted' : `${CHECK} -ms-2`}>
      <input type="checkbox" data-select-page autoComplete="off" className="size-4" />
      {word ?? <span className="sr-only">{words.chooseAllOnThisPage}</span>}
    </label>
  );
}

function TableRow({ row, selectable }: RowProps) {
  const { certificate } = row;
  return (
    <Row>
      {selectable ? (
        <Cell className={`w-8 ps-[0.5625rem]! pe-0! ${edgeOf(row.status)}`}>
          <CheckRow row={row} />
        </Cell>
      ) : null}
      <Cell className={selectable ? 'max-w-68 ps-1!' : `max-w-68 ps-[1.0625rem]! ${edgeOf(row.status)}`}>
        <div className="flex items-center gap-3">
          <KindIcon kind={kindOf(certificate.profile)} />
          <div className="min-w-0">
            <NameLink row={row} />
            <OtherNames row={row} />
          </div>
        </div>
      </Cell>
      <Cell className="whitespace-nowrap text-muted">{profileWords()[certificate.profile]}</Cell>
      <Cell className="max-w-44 truncate text-muted" title={row.issuerName}>
        {row.issuerName}
      </Cell>
      <Cell>
        <StatusBadge status={row.status} daysLeft={row.daysLeft} certificate={certificate} />
        <IssuerRevoked row={row} />
      </Cell>
      <Cell className="whitespace-nowrap">
        <Time at={certificate.notAfter} show="day" />
        <div className="mt-1 w-20">
          <LifeBar notBefore={certificate.notBefore} notAfter={certificate.notAfter} status={row.status} />
        </div>
      </Cell>
      <Cell>
        <SerialSuffix serial={certificate.serialNumber} />
      </Cell>
      <Cell className="w-8">{certificate.keyId ? <KeyHeld /> : null}</Cell>
    </Row>
  );
}

function CardRow({ row, selectable }: RowProps) {
  const words = pkiWords().certificateTable;
  const { certificate } = row;
  return (
    <li className={`relative flex items-start gap-3 py-3 pe-4 ps-[0.8125rem] ${edgeOf(row.status)}`}>
      {selectable ? (
        <span className="-my-1.5 -ms-2 -me-2">
          <CheckRow row={row} />
        </span>
      ) : null}
      <KindIcon kind={kindOf(certificate.profile)} className="mt-0.5 size-4" />
      <div className="flex min-w-0 flex-1 flex-col gap-1">
        <NameLink row={row} />
        <OtherNames row={row} />
        <p className="flex flex-wrap items-center gap-x-2 gap-y-1">
          <StatusBadge status={row.status} daysLeft={row.daysLeft} certificate={certificate} />
          <IssuerRevoked row={row} />
        </p>
        <p className="text-13 text-muted">
          <Phrase
            of={words.until}
            parts={{
              issuerName: row.issuerName,
              time: <Time at={certificate.notAfter} show="day" />,
              serialSuffix: <SerialSuffix serial={certificate.serialNumber} />,
            }}
          />
        </p>
      </div>
      {certificate.keyId ? <KeyHeld /> : null}
    </li>
  );
}

/** Not revoked itself, and refused all the same. */
function IssuerRevoked({ row }: { row: CertificateRow }) {
  const words = pkiWords().certificateTable;
  return row.issuerRevoked && row.status !== 'revoked' ? (
    <span className="block whitespace-nowrap text-13 text-revoked">{words.itsAuthorityIsRevoked}</span>
  ) : null;
}

/** The whole row is the link's target area. */
function NameLink({ row }: { row: CertificateRow }) {
  return (
    <Link
      data-row
      href={`/certificates/${row.certificate.id}`}
      className={`block font-medium after:absolute after:inset-0 hover:text-accent max-md:[overflow-wrap:anywhere] md:truncate ${row.status === 'revoked' ? 'line-through decoration-revoked' : ''}`}
      title={row.certificate.displayName}
    >
      {row.certificate.displayName}
    </Link>
  );
}

function OtherNames({ row }: { row: CertificateRow }) {
  const words = pkiWords().certificateTable;
  const others = row.certificate.names.filter((name) => name.value !== row.certificate.displayName);
  const [first, ...more] = others;
  if (!first) return null;
  return (
    <p className="truncate text-12 text-muted" title={others.map((name) => name.value).join('\n')}>
      {first.value}
      {more.length > 0 ? words.andMore(more.length) : ''}
    </p>
  );
}

function KeyHeld() {
  const words = pkiWords().certificateTable;
  return (
    <span title={words.thePrivateKeyIsHeld} className="flex text-muted">
      <KeyRound aria-hidden="true" className="size-4" />
      <span className="sr-only">{words.privateKeyHeldHere}</span>
    </span>
  );
}
