import { formatShortDay } from '@/components/format';
import { sentenceCase } from '@/components/words';
import { daysOf, type ListFilter, statusFilters, usageFilters } from '../../_components/list-filter';
import { viewsPageWords } from './views-page.words';

/** A filter in words, for people who compare two of them. */
export function describeFilter(filter: ListFilter, authorityName: (id: string) => string | null): string {
  const say = viewsPageWords().describeFilter;
  const parts = [
    filter.q ? `“${filter.q}”` : '',
    filter.status ? statusFilters()[filter.status] : '',
    filter.ends ? say.ends(daysWords(filter.ends)) : '',
    filter.revoked ? say.revoked(daysWords(filter.revoked)) : '',
    filter.replaced ? say.notReplaced : '',
    filter.old === 'show' ? say.withLongEnded : filter.old === 'hide' ? say.withoutLongEnded : '',
    filter.use ? usageFilters()[filter.use] : '',
    filter.issuer ? say.issuedBy(authorityName(filter.issuer) ?? say.anAuthorityThatIsGone) : '',
    filter.tag ? say.tag(filter.tag) : '',
  ].filter(Boolean);
  const order = filter.sort === 'expiry' ? say.endsFirst : say.newestFirst;
  return sentenceCase(`${parts.length > 0 ? parts.join(' · ') : say.allCertificates} · ${order}`);
}

function daysWords(text: string): string {
  const say = viewsPageWords().describeFilter;
  const days = daysOf(text);
  if (!days) return '';
  const [first, last] = [days.firstDay, days.lastDay].map((day) => formatShortDay(new Date(day)));
  return first === last ? say.on(first ?? '') : say.to(first ?? '', last ?? '');
}
