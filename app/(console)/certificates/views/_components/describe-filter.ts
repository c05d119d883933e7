import { formatShortDay } from '@/components/format';
import { sentenceCase } from '@/components/words';
import { daysOf, type ListFilter, STATUS_FILTERS, USE_FILTERS } from '../../_components/list-filter';

/** A filter in words, for people who compare two of them. */
export function describeFilter(filter: ListFilter, authorityName: (id: string) => string | null): string {
  const parts = [
    filter.q ? `“${filter.q}”` : '',
    filter.status ? STATUS_FILTERS[filter.status] : '',
    filter.ends ? `ends ${daysWords(filter.ends)}` : '',
    filter.revoked ? `revoked ${daysWords(filter.revoked)}` : '',
    filter.replaced ? 'not replaced' : '',
    filter.old === 'show' ? 'with long ended' : filter.old === 'hide' ? 'without long ended' : '',
    filter.use ? USE_FILTERS[filter.use] : '',
    filter.issuer ? `issued by ${authorityName(filter.issuer) ?? 'an authority that is gone'}` : '',
    filter.tag ? `tag ${filter.tag}` : '',
  ].filter(Boolean);
  const order = filter.sort === 'expiry' ? 'ends first' : 'newest first';
  return sentenceCase(`${parts.length > 0 ? parts.join(' · ') : 'All certificates'} · ${order}`);
}

function daysWords(text: string): string {
  const days = daysOf(text);
  if (!days) return '';
  const [first, last] = [days.firstDay, days.lastDay].map((day) => formatShortDay(new Date(day)));
  return first === last ? `on ${first}` : `${first} to ${last}`;
}
