import { CircleCheck, CircleDashed } from 'lucide-react';
import type { Snippet } from '@/lib/services/views';
import { Card } from '../ui/card';
import { CopyButton } from '../ui/copy-button';
import { Link } from '../ui/link';
import { Notice } from '../ui/notice';
import { Tabs } from '../ui/tabs';
import { snippetWords } from './snippets.words';

/** What is chosen, as it stands in the address of the page: `server=nginx&client=curl&lists=off&clients=off`. */
export interface SnippetChoice {
  readonly server: string | null;
  readonly client: string | null;
  readonly revocation: boolean;
  readonly mutual: boolean;
}

type Query = Readonly<Record<string, string | string[] | undefined>>;

export function readSnippetChoice(query: Query): SnippetChoice {
  const one = (name: string) => (typeof query[name] === 'string' ? (query[name] as string) : null);
  return {
    server: one('server'),
    client: one('client'),
    revocation: one('lists') !== 'off',
    mutual: one('clients') !== 'off',
  };
}

function addressOf(path: string, choice: SnippetChoice, side: Snippet['side']): string {
  const query = new URLSearchParams([
    ...(choice.server ? [['server', choice.server]] : []),
    ...(choice.client ? [['client', choice.client]] : []),
    ...(choice.revocation ? [] : [['lists', 'off']]),
    ...(choice.mutual ? [] : [['clients', 'off']]),
  ]);
  return `${path}?${query}#snippets-${side}`;
}

/**
 * The configuration of one end for the chosen software. Everything is links and text: what is chosen stands in the
 * address, one software is sent, and it works without script.
 */
export function SnippetCard({
  side,
  snippets,
  choice,
  path,
  askClients = false,
}: {
  side: Snippet['side'];
  snippets: readonly Snippet[];
  choice: SnippetChoice;
  path: string;
  /** Whether clients have certificates is open, so it can be chosen. */
  askClients?: boolean;
}) {
  const words = snippetWords();
  const own = snippets.filter((snippet) => snippet.side === side);
  const shown = own.find(({ id }) => id === choice[side]) ?? own[0];
  if (!shown) return null;
  const title = side === 'server' ? words.serverTitle : words.clientTitle;
  return (
    <Card title={title} id={`snippets-${side}`} flush>
      <nav aria-label={words.box(title, words.software)} className="flex flex-wrap gap-1.5 px-5 pt-4">
        {own.map(({ id, label }) => (
          <Chip key={id} href={addressOf(path, { ...choice, [side]: id }, side)} chosen={id === shown.id}>
            {label}
          </Chip>
        ))}
      </nav>
      <div className="flex flex-wrap items-center gap-x-6 gap-y-2 px-5 pt-3">
        <Choice
          label={words.revocation}
          of={title}
          first={{ label: words.withLists, href: addressOf(path, { ...choice, revocation: true }, side) }}
          second={{ label: words.withoutLists, href: addressOf(path, { ...choice, revocation: false }, side) }}
          isFirst={choice.revocation}
        />
        {askClients ? (
          <Choice
            label={words.clients}
            of={title}
            first={{ label: words.mutual, href: addressOf(path, { ...choice, mutual: true }, side) }}
            second={{ label: words.oneWay, href: addressOf(path, { ...choice, mutual: false }, side) }}
            isFirst={choice.mutual}
          />
        ) : null}
      </div>
      <SnippetBody key={shown.id} snippet={shown} />
    </Card>
  );
}

function SnippetBody({ snippet }: { snippet: Snippet }) {
  const words = snippetWords();
  if (snippet.refused)
    return (
      <div className="p-5">
        <Notice tone="warning" title={words.refused}>
          {snippet.refused}
        </Notice>
      </div>
    );
  return (
    <>
      <dl className="flex flex-col gap-2 px-5 py-4 text-13">
        <div>
          <Executed program={snippet.executed} />
        </div>
        <Row term={words.checked}>{snippet.checked}</Row>
        {snippet.notChecked.map((sentence) => (
          <Row key={sentence} term={words.notChecked}>
            {sentence}
          </Row>
        ))}
      </dl>
      <Tabs
        label={snippet.label}
        tabs={snippet.files.map((file, at) => {
          const title = file.path ?? words.step[file.language === 'sql' ? 'sql' : file.step];
          return {
            value: `${file.step}-${at}`,
            label: file.path?.split('/').at(-1) ?? title,
            panel: <CodeBox path={file.path} text={file.text} what={words.box(snippet.label, title)} />,
          };
        })}
      />
    </>
  );
}

/** One file or one run of commands; long lines scroll inside, the button stands beside the name and covers nothing. */
function CodeBox({ path, text, what }: { path: string | null; text: string; what: string }) {
  return (
    <div className="flex flex-col gap-2 px-5 pt-3 pb-5">
      <div className="flex min-h-8 items-center justify-between gap-3">
        <p className="min-w-0 break-all font-mono text-12 text-muted">{path}</p>
        <CopyButton text={text} what={what} label={snippetWords().copy} tone="plain" />
      </div>
      <section
        aria-label={what}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable with the keyboard
        tabIndex={0}
        className="max-h-[32rem] overflow-auto rounded-md bg-subtle"
      >
        <pre className="w-max min-w-full p-4 font-mono text-12 leading-5">{text}</pre>
      </section>
    </div>
  );
}

function Row({ term, children }: { term: string; children: string }) {
  return (
    <div className="flex gap-x-3 max-sm:flex-col">
      <dt className="w-28 shrink-0 text-muted">{term}</dt>
      <dd className="min-w-0 [overflow-wrap:anywhere]">{children}</dd>
    </div>
  );
}

function Executed({ program }: { program: string | null }) {
  const words = snippetWords();
  const Icon = program ? CircleCheck : CircleDashed;
  return (
    <dt>
      <span
        title={program ? words.executedTitle : words.notExecutedTitle}
        className={`inline-flex min-h-6 items-center gap-1.5 rounded-md px-2 font-medium forced-border ${program ? 'bg-valid-tint text-valid' : 'bg-subtle text-muted'}`}
      >
        <Icon aria-hidden="true" className="size-3.5 shrink-0" />
        {program ? words.executed(program) : words.notExecuted}
      </span>
    </dt>
  );
}

function Choice({
  label,
  of,
  first,
  second,
  isFirst,
}: {
  label: string;
  of: string;
  first: { label: string; href: string };
  second: { label: string; href: string };
  isFirst: boolean;
}) {
  return (
    <nav aria-label={snippetWords().box(of, label)} className="flex flex-wrap items-center gap-1.5">
      <span aria-hidden="true" className="text-13 text-muted">
        {label}
      </span>
      <Chip href={first.href} chosen={isFirst}>
        {first.label}
      </Chip>
      <Chip href={second.href} chosen={!isFirst}>
        {second.label}
      </Chip>
    </nav>
  );
}

function Chip({ href, chosen, children }: { href: string; chosen: boolean; children: string }) {
  return (
    <Link
      href={href}
      scroll={false}
      aria-current={chosen ? 'true' : undefined}
      className={`touch-target inline-flex min-h-7 items-center rounded-md border px-2 text-13 ${chosen ? 'border-accent font-medium text-accent' : 'border-line text-muted hover:bg-hover hover:text-text'}`}
    >
      {children}
    </Link>
  );
}
