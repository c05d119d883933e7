import { ExtensionTable } from '@/components/pki/extension-table';
import { LintList } from '@/components/pki/lint-list';
import { Card, Fact, Facts } from '@/components/ui/card';
import { CopyButton } from '@/components/ui/copy-button';
import { Disclosure } from '@/components/ui/disclosure';
import { Notice } from '@/components/ui/notice';
import type { InspectionView } from '@/lib/services/inspect-material';
import { inspectWords } from './inspect.words';

type Item = InspectionView['items'][number];

/** One thing that was found: facts, hashes, extensions, findings, and its octets as a tree. */
export function InspectedItemCard({ item, id, open }: { item: Item; id: string; open: boolean }) {
  const words = inspectWords().inspectedItem;
  const remarks = [...item.findings.map(({ message }) => message), ...item.notes];
  return (
    <Card
      id={id}
      title={
        <>
          {capitalised(item.what)}{' '}
          <span className="font-normal text-muted">
            {item.where === 'whole file' ? words.inFile(item.fileName) : words.inFileAt(item.fileName, item.where)}
          </span>
        </>
      }
    >
      <div className="flex flex-col gap-5">
        {item.reason ? (
          <Notice
            tone={item.state === 'needs-password' ? 'warning' : 'error'}
            title={item.state === 'needs-password' ? words.locked : words.cannotBeReadAsIt}
          >
            {item.reason}
          </Notice>
        ) : null}
        {remarks.length > 0 ? (
          <ul className="flex list-disc flex-col gap-1 ps-4 text-13">
            {remarks.map((sentence) => (
              <li key={sentence}>{sentence}</li>
            ))}
          </ul>
        ) : null}
        <Facts columns={2}>
          {item.facts.map(({ label, value }, at) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: labels repeat, the list is replaced as a whole
            <Fact key={at} label={label} wide={value.includes('\n')}>
              <span className="whitespace-pre-line">{value}</span>
            </Fact>
          ))}
          {item.fingerprints ? (
            <>
              <Hash label={words.sha256} value={item.fingerprints.sha256} />
              <Hash label={words.sha1} value={item.fingerprints.sha1} />
            </>
          ) : null}
          {item.publicKey ? (
            <>
              <Hash label={words.publicKeySha256} value={item.publicKey.sha256} />
              <Hash label={words.publicKeyPin} value={item.publicKey.pin} />
            </>
          ) : null}
        </Facts>
        {item.lints.length > 0 ? <LintList lints={item.lints} /> : null}
        {item.extensions.length > 0 ? (
          <Disclosure summary={words.extensions} hint={words.extensions2(item.extensions.length)} open={open}>
            <ExtensionTable extensions={item.extensions} />
          </Disclosure>
        ) : null}
        {item.tree ? <Tree tree={item.tree} /> : null}
      </div>
    </Card>
  );
}

function Hash({ label, value }: { label: string; value: string }) {
  return (
    <Fact label={label} wide>
      <span className="flex items-start gap-2">
        <code className="font-mono text-13">{value}</code>
        <CopyButton text={value} what={label} />
      </span>
    </Fact>
  );
}

function Tree({ tree }: { tree: NonNullable<Item['tree']> }) {
  const words = inspectWords().inspectedItem;
  return (
    <Disclosure summary={words.octets} hint={`${words.values(tree.nodes.length)}${tree.truncated ? words.cutOff : ''}`}>
      {tree.warnings.length > 0 ? (
        <ul className="mb-3 flex list-disc flex-col gap-1 ps-4 text-13 text-expiring">
          {tree.warnings.map((warning) => (
            <li key={warning}>{warning}</li>
          ))}
        </ul>
      ) : null}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable with the keyboard */}
      <section aria-label={words.asn1ValuesWithOffset} tabIndex={0} className="max-h-[32rem] overflow-auto">
        <ol className="w-max min-w-full font-mono text-12">
          {tree.nodes.map((node) => (
            <li key={`${node.offset} ${node.depth}`} className="flex gap-4 whitespace-pre leading-5">
              <span className="text-muted">
                {String(node.offset).padStart(6)} {String(node.headerLength).padStart(2)}+
                {String(node.length).padEnd(6)}
              </span>
              <span>
                {'  '.repeat(node.depth)}
                <span className="font-medium">{node.type}</span>
                {node.value === null || node.value === '' ? '' : `  ${node.value}`}
              </span>
            </li>
          ))}
        </ol>
      </section>
    </Disclosure>
  );
}

function capitalised(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}
