import { Search, X } from 'lucide-react';
import { formatCount, formatNumber, formatShortDay } from '@/components/format';
import { statusLooks } from '@/components/pki/status-badge';
import { Button } from '@/components/ui/button';
import { Link } from '@/components/ui/link';
import type { CertificateCounts } from '@/lib/domain/store';
import { AutoSubmit } from './auto-submit';
import { certificatesPageWords } from './certificates-page.words';
import { addressOf, daysOf, type ListFilter, statusFilters, usageFilters, without } from './list-filter';

type Status = keyof ReturnType<typeof statusFilters>;

/** A plain GET form: every state of the list has an address, with or without script. */
export function CertificateFilters({
  filter,
  counts,
  issuers,
}: {
  filter: ListFilter;
  counts: CertificateCounts;
  issuers: readonly { value: string; label: string }[];
}) {
  const words = certificatesPageWords().certificateFilters;
  const issuer = issuers.find((entry) => entry.value === filter.issuer);
  return (
    <div className="flex flex-col gap-3">
      <AutoSubmit address={addressOf(filter)}>
        <div className="relative min-w-56 flex-1 max-sm:basis-full">
          <Search
            aria-hidden="true"
            className="pointer-events-none absolute start-2.5 top-1/2 size-4 -translate-y-1/2 text-muted"
          />
          <input
            type="search"
            name="q"
            aria-label={words.nameSerialOrFingerprint}
            placeholder={words.nameSerialOrFingerprint}
            defaultValue={filter.q ?? ''}
            autoComplete="off"
            spellCheck={false}
            className="field-box touch-target h-9 ps-8 pe-3"
          />
        </div>
        {filter.status ? <input type="hidden" name="status" value={filter.status} /> : null}
        {filter.tag ? <input type="hidden" name="tag" value={filter.tag} /> : null}
        {filter.ends ? <input type="hidden" name="ends" value={filter.ends} /> : null}
        {filter.replaced ? <input type="hidden" name="replaced" value={filter.replaced} /> : null}
        {filter.old ? <input type="hidden" name="old" value={filter.old} /> : null}
        {filter.revoked ? <input type="hidden" name="revoked" value={filter.revoked} /> : null}
        <Choice
          name="use"
          label={words.use}
          hotkey="f"
          value={filter.use ?? ''}
          options={[
            { value: '', label: words.anyUse },
            ...Object.entries(usageFilters()).map(([value, label]) => ({ value, label })),
          ]}
        />
        <Choice
          name="issuer"
          label={words.issuer}
          value={filter.issuer ?? ''}
          options={[{ value: '', label: words.anyIssuer }, ...issuers]}
        />
        <Choice
          name="sort"
          label={words.order}
          value={filter.sort ?? ''}
          options={[
            { value: '', label: words.newestFirst },
            { value: 'expiry', label: words.endsFirst },
          ]}
        />
        <Button type="submit" className="h-9">
          {words.search}
        </Button>
      </AutoSubmit>
      <div className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2">
        <nav aria-label={words.status} className="-mx-1 flex flex-wrap gap-1">
          <StatusLink
            href={addressOf(without(filter, 'status', 'ends', 'revoked'))}
            here={!filter.status && !filter.ends && !filter.revoked}
            label={words.all}
            count={counts.total}
          />
          {/* Hold is rare: without one it is not offered. */}
          {(Object.keys(statusFilters()) as Status[])
            .filter((status) => status !== 'held' || counts.held > 0 || filter.status === 'held')
            .map((status) => (
              <StatusLink
                key={status}
                status={status}
                href={addressOf({ ...without(filter, 'ends', 'revoked'), status })}
                here={filter.status === status && !filter.ends && !filter.revoked}
                label={statusFilters()[status]}
                count={counts[status]}
              />
            ))}
        </nav>
        <div className="flex flex-wrap gap-1.5">
          {filter.q ? <ActiveFilter label={words.text(filter.q)} href={addressOf(without(filter, 'q'))} /> : null}
          {filter.use ? (
            <ActiveFilter label={usageFilters()[filter.use]} href={addressOf(without(filter, 'use'))} />
          ) : null}
          {filter.tag ? <ActiveFilter label={words.tag(filter.tag)} href={addressOf(without(filter, 'tag'))} /> : null}
          {filter.ends ? (
            <ActiveFilter label={daysWords(words.ends, filter.ends)} href={addressOf(without(filter, 'ends'))} />
          ) : null}
          {filter.revoked ? (
            <ActiveFilter
              label={daysWords(words.revoked, filter.revoked)}
              href={addressOf(without(filter, 'revoked'))}
            />
          ) : null}
          {filter.replaced ? (
            <ActiveFilter label={words.notReplaced} href={addressOf(without(filter, 'replaced'))} />
          ) : null}
          {filter.issuer ? (
            <ActiveFilter
              label={words.issuer2(issuer?.label ?? filter.issuer)}
              href={addressOf(without(filter, 'issuer'))}
            />
          ) : null}
        </div>
      </div>
    </div>
  );
}

function daysWords(what: string, text: string): string {
  const words = certificatesPageWords().certificateFilters;
  const days = daysOf(text);
  if (!days) return '';
  const [first, last] = [days.firstDay, days.lastDay].map((day) => formatShortDay(new Date(day)));
  return first === last ? `${what} ${first}` : words.to(what, first ?? '', last ?? '');
}

function StatusLink({
  status,
  href,
  here,
  label,
  count,
}: {
  status?: Status;
  href: string;
  here: boolean;
  label: string;
  count: number;
}) {
  const Icon = status ? statusLooks()[status].icon : null;
  return (
    <Link
      href={href}
      aria-current={here ? 'true' : undefined}
      className={`touch-target inline-flex h-8 items-center gap-1.5 rounded-md px-2.5 ${here ? 'bg-accent-tint font-medium text-accent forced-border' : 'text-muted hover:bg-hover hover:text-text'}`}
    >
      {Icon ? <Icon aria-hidden="true" className="size-3.5" /> : null}
      {label}
      <span className="text-13 tabular-nums">{status === undefined ? formatNumber(count) : formatCount(count)}</span>
    </Link>
  );
}

function Choice({
  name,
  label,
  hotkey,
  value,
  options,
}: {
  name: string;
  label: string;
  hotkey?: string;
  value: string;
  options: readonly { value: string; label: string }[];
}) {
  return (
    <select
      name={name}
      aria-label={label}
      aria-keyshortcuts={hotkey}
      data-hotkey={hotkey}
      defaultValue={value}
      key={value}
      className="field-box touch-target h-9 w-auto! max-w-56 flex-initial ps-2.5 max-sm:max-w-none max-sm:grow max-sm:basis-[40%]"
    >
      {options.map((option) => (
        <option key={option.value} value={option.value}>
          {option.label}
        </option>
      ))}
    </select>
  );
}

function ActiveFilter({ label, href }: { label: string; href: string }) {
  const words = certificatesPageWords().certificateFilters;
  return (
    <Link
      href={href}
      className="touch-target inline-flex h-7 max-w-full items-center gap-1.5 rounded-md border border-line bg-subtle px-2 text-13 hover:border-line-strong"
    >
      <span className="truncate">{label}</span>
      <X aria-hidden="true" className="size-3.5 shrink-0 text-muted" />
      <span className="sr-only">{words.removeThisFilter}</span>
    </Link>
  );
}
