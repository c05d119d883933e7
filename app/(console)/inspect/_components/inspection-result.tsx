import { Phrase } from '@/components/language/phrase';
import { Card } from '@/components/ui/card';
import { Disclosure } from '@/components/ui/disclosure';
import { TextLink } from '@/components/ui/link';
import { Notice } from '@/components/ui/notice';
import { Cell, Row, Table } from '@/components/ui/table';
import { sentenceCase } from '@/components/words';
import type { InspectionView } from '@/lib/services/inspect-material';
import { inspectWords } from './inspect.words';
import { InspectedItemCard } from './inspected-item';

/** The verdict first, then how it was reached, then every item. */
export function InspectionResult({ view }: { view: InspectionView }) {
  const words = inspectWords().inspectionResult;
  return (
    <div className="flex flex-col gap-6">
      <Verdict view={view} />
      {view.pairs.map((group) => (
        <Notice key={group.join()} tone="info" title={words.theSameKey}>
          {words.haveTheSamePublicKey(group.map((at) => titleOf(view, at)).join(', '))}
        </Notice>
      ))}
      {view.comparison ? <Comparison view={view} rows={view.comparison} /> : null}
      {view.items.map((item, at) => (
        <InspectedItemCard
          // biome-ignore lint/suspicious/noArrayIndexKey: the answer is replaced as a whole
          key={at}
          id={`item-${at}`}
          item={item}
          open={view.items.length === 1}
        />
      ))}
      {view.omitted > 0 ? <p className="text-muted">{words.furtherItemsNotShown(view.omitted)}</p> : null}
    </div>
  );
}

function Verdict({ view: { path, here, items, time } }: { view: InspectionView }) {
  const words = inspectWords().inspectionResult;
  const record = here.find(({ item }) => item === path?.item) ?? here[0];
  const known = record ? (
    <>
      {' '}
      <TextLink href={`/certificates/${record.certificateId}`}>
        {record.state === 'revoked'
          ? words.itIsKnownHereAnd
          : record.state === 'held'
            ? words.itIsKnownHereAnd2
            : words.itIsKnownHere}
      </TextLink>
    </>
  ) : null;
  if (!path) {
    const unread = items.filter(({ state }) => state !== 'recognised').length;
    return (
      <Notice
        tone={unread === items.length ? 'error' : 'info'}
        title={sentenceCase(items.map(({ what }) => what).join(', '))}
        live
      >
        {unread > 0 ? words.itemsCouldNotBeRead(unread) : words.readWithoutFaults}
      </Notice>
    );
  }
  const revokedHere = record !== undefined && record.state !== 'issued';
  const isGood = path.verdict === 'SUCCESS' && !revokedHere;
  const title = isGood
    ? words.valid[path.purpose ?? 'none']
    : revokedHere && path.verdict === 'SUCCESS'
      ? record.state === 'held'
        ? words.onHold
        : words.revoked
      : words.notValidHere;
  return (
    <div className="flex flex-col gap-3">
      <Notice tone={isGood ? 'success' : 'error'} title={title} live>
        <Phrase
          of={words.asOf}
          parts={{
            value: revokedHere && path.verdict === 'SUCCESS' ? words.itsPathHoldsAndWithout : path.reason,
            known: known,
            value2: new Date(time).toISOString().replace('.000Z', 'Z'),
          }}
        />
      </Notice>
      <Disclosure summary={words.everyCheckOfThePath} hint={words.checks(path.steps.length)}>
        <ol className="flex flex-col gap-2">
          {path.steps.map((step, at) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: the answer is replaced as a whole
            <li key={at} className="flex flex-wrap items-baseline gap-x-3 text-13">
              <span className={step.ok ? 'text-valid' : 'font-medium text-revoked'}>
                {step.ok ? words.good : words.failed}
              </span>
              <span className="font-medium">{step.check}</span>
              {step.certificate ? <span className="text-muted">{step.certificate.subject}</span> : null}
              <span className="min-w-0 [overflow-wrap:anywhere]">{step.evidence}</span>
              <span className="text-muted">{step.section}</span>
            </li>
          ))}
        </ol>
      </Disclosure>
    </div>
  );
}

function Comparison({ view, rows }: { view: InspectionView; rows: NonNullable<InspectionView['comparison']> }) {
  const words = inspectWords().inspectionResult;
  const [left, right] = view.items.flatMap(({ kind }, at) => (kind === null ? [] : [titleOf(view, at)]));
  const different = rows.filter(({ values: [first, second] }) => first !== second).length;
  return (
    <Card
      title={different === 0 ? 'Compared: the same in every fact' : words.comparedDifferences(different)}
      id="comparison"
      flush
    >
      <Table label={words.comparison} head={['', left, right]}>
        {rows.map(({ label, values: [first, second] }) => (
          <Row key={label} className={first === second ? '' : 'bg-expiring-tint'}>
            <Cell className="text-13 text-muted">
              {label}
              {first === second ? null : <span className="sr-only">{words.different}</span>}
            </Cell>
            <Cell className="whitespace-pre-line font-mono text-12 [overflow-wrap:anywhere]">{first}</Cell>
            <Cell className="whitespace-pre-line font-mono text-12 [overflow-wrap:anywhere]">{second}</Cell>
          </Row>
        ))}
      </Table>
    </Card>
  );
}

function titleOf({ items }: InspectionView, at: number): string {
  const item = items[at];
  return item ? `${item.what} (${item.fileName}${item.where === 'whole file' ? '' : `, ${item.where}`})` : '';
}
