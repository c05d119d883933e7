import { actionWords } from '@/components/audit.words';
import type { AuditEntry } from '@/lib/domain/entities';
import { Link, TextLink } from '../ui/link';
import { Time } from '../ui/time';
import { objectHref } from '../words';
import { pkiWords } from './pki.words';

const NAMING_KEYS = ['name', 'email', 'serialNumber'] as const;

/** The object's name as the entry's own facts give it; an entry never points into a table that may have changed. */
export function objectName(entry: AuditEntry): string | null {
  const say = pkiWords().historyList;
  if (entry.objectType === 'crl') return entry.details.crlNumber ? say.number(entry.details.crlNumber) : null;
  for (const key of NAMING_KEYS) {
    const value = entry.details[key];
    if (value) return value;
  }
  return null;
}

/** Where the object is seen; a CRL is seen with its authority. */
export function entryHref(entry: AuditEntry): string | null {
  if (entry.objectType === 'crl') return entry.details.authorityId ? `/authorities/${entry.details.authorityId}` : null;
  return objectHref(entry.objectType, entry.objectId);
}

/** What happened, newest first, in one line each. */
export function HistoryList({
  entries,
  linkObjects = false,
  empty = pkiWords().historyList.nothingHasHappenedYet,
}: {
  entries: readonly AuditEntry[];
  linkObjects?: boolean;
  empty?: string;
}) {
  if (entries.length === 0) return <p className="px-5 py-4 text-muted">{empty}</p>;
  return (
    <ol className="divide-y divide-line-faint">
      {entries.map((entry) => (
        <li key={entry.seq} className="flex flex-wrap items-baseline justify-between gap-x-4 gap-y-0.5 px-5 py-2.5">
          <p className="min-w-0 [overflow-wrap:anywhere]">
            <Act entry={entry} link={linkObjects} />
          </p>
          <p className="text-13 text-muted">
            {entry.actor} · <Time at={entry.at} /> ·{' '}
            <Link href={`/audit?before=${entry.seq + 1}`} className="hover:text-text hover:underline">
              #{entry.seq}
            </Link>
          </p>
        </li>
      ))}
    </ol>
  );
}

/** "Issued certificate api.lan": the name is the link; where an entry has no name, the act itself is. */
function Act({ entry, link }: { entry: AuditEntry; link: boolean }) {
  const words = actionWords()[entry.action];
  const name = objectName(entry);
  const href = link ? entryHref(entry) : null;
  if (!name || name === entry.actor) return href ? <TextLink href={href}>{words}</TextLink> : words;
  return (
    <>
      {words} {href ? <TextLink href={href}>{name}</TextLink> : <span className="font-medium">{name}</span>}
    </>
  );
}
