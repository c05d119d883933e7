import {
  Braces,
  Cable,
  Clock,
  FileBadge,
  FileSearch,
  FlaskConical,
  Gauge,
  Keyboard,
  KeyRound,
  ListChecks,
  Lock,
  MessageCircleQuestion,
  MonitorSmartphone,
  Network,
  Palette,
  Radar,
  ScanSearch,
  ScrollText,
  Search,
  Settings,
  SlidersHorizontal,
  Smartphone,
  Stamp,
  Users,
} from 'lucide-react';
import type { ComponentType } from 'react';
import { serialSuffix } from '@/components/format';
import { jobStateWords } from '@/components/job.words';
import { connectionKindWords, profileWords } from '@/components/kind.words';
import { statusLooks } from '@/components/pki/status-badge';
import type { RecentObject } from '@/components/recent-objects';
import type { SearchResult } from '@/lib/services/search-inventory';
import type { CertificateRow } from '@/lib/services/views';
import { newEntries } from './new-entries';
import { paletteWords } from './palette.words';
import { places } from './places';

export interface PaletteItem {
  readonly id: string;
  readonly label: string;
  readonly detail: string;
  readonly icon: ComponentType<{ className?: string; 'aria-hidden'?: boolean | 'true' | 'false' }>;
  readonly href: string;
  /** The keys that do the same without the palette. */
  readonly keys: readonly string[];
  /** Whether it is offered again under what was chosen last. */
  readonly remembered: boolean;
}
export interface PaletteGroup {
  readonly label: string;
  readonly items: readonly PaletteItem[];
}

/** Shown in place of a page: the list of keys. */
export const KEYS_HREF = '#keys';

const fixed = (
  part: Omit<PaletteItem, 'detail' | 'remembered' | 'keys'> & { keys?: readonly string[] },
): PaletteItem => ({
  detail: '',
  remembered: false,
  keys: [],
  ...part,
});

const actions = (): readonly PaletteItem[] =>
  newEntries().map(({ id, letter, href, label, icon }) =>
    fixed({ id: `new-${id}`, label: paletteWords().paletteItems.newIt(label), href, icon, keys: ['c', letter] }),
  );

const PLACE_ICONS: Readonly<Record<string, PaletteItem['icon']>> = {
  o: Gauge,
  n: Cable,
  c: FileBadge,
  a: Network,
  i: ScanSearch,
  l: FlaskConical,
  p: SlidersHorizontal,
  j: ListChecks,
  u: ScrollText,
  s: Settings,
};
const pages = (): readonly PaletteItem[] => [
  ...Object.entries(places()).map(([letter, { href, label }]) =>
    fixed({ id: `go-${letter}`, label, href, icon: PLACE_ICONS[letter] ?? Search, keys: ['g', letter] }),
  ),
  fixed({
    id: 'appearance',
    label: paletteWords().paletteItems.appearanceAndKeys,
    href: '/settings#appearance',
    icon: Palette,
  }),
  fixed({
    id: 'sessions',
    label: paletteWords().paletteItems.sessions,
    href: '/settings/sessions',
    icon: MonitorSmartphone,
  }),
  fixed({ id: 'probe', label: paletteWords().paletteItems.probe, href: '/lab/remote', icon: Radar }),
  fixed({
    id: 'explain',
    label: paletteWords().paletteItems.explain,
    href: '/lab/explain',
    icon: MessageCircleQuestion,
  }),
  fixed({ id: 'tokens', label: paletteWords().paletteItems.tokens, href: '/settings/tokens', icon: KeyRound }),
  fixed({ id: 'operators', label: paletteWords().paletteItems.operators, href: '/settings/operators', icon: Users }),
  fixed({ id: 'password', label: paletteWords().paletteItems.password, href: '/settings/password', icon: Lock }),
  fixed({
    id: 'second-factor',
    label: paletteWords().paletteItems.secondFactor,
    href: '/settings/second-factor',
    icon: Smartphone,
  }),
  fixed({
    id: 'keys',
    label: paletteWords().paletteItems.helpListOfKeys,
    href: KEYS_HREF,
    icon: Keyboard,
    keys: ['?'],
  }),
  fixed({
    id: 'api',
    label: paletteWords().paletteItems.helpDescriptionOfTheApi,
    href: '/api/v1/openapi.json',
    icon: Braces,
  }),
];

/** What is offered for this text: first what can be done, then what was found, then where one can go. */
export function paletteGroups(
  text: string,
  found: SearchResult | null,
  recent: readonly RecentObject[],
): readonly PaletteGroup[] {
  const words = paletteWords().paletteItems;
  const wanted = text.trim().toLowerCase();
  const fits = ({ label }: PaletteItem) =>
    wanted.split(/\s+/).every((part) =>
      label
        .toLowerCase()
        .split(/[^\p{L}\p{N}]+/u)
        .some((word) => word.startsWith(part)),
    );
  const groups =
    wanted === ''
      ? [
          { label: words.lastChosen, items: recent.map(recentItem) },
          { label: words.make, items: actions() },
          { label: words.goTo, items: pages() },
        ]
      : [
          { label: words.thisVeryCertificate, items: found?.exact ? [certificateItem(found.exact)] : [] },
          { label: words.make, items: actions().filter(fits) },
          ...(found ? foundGroups(found) : []),
          { label: words.goTo, items: pages().filter(fits) },
          { label: words.more, items: [listItem(text.trim())] },
        ];
  return groups.filter(({ items }) => items.length > 0);
}

function foundGroups(found: SearchResult): readonly PaletteGroup[] {
  const words = paletteWords().paletteItems;
  const object = (path: string, icon: PaletteItem['icon']) => (one: { id: string; label: string; detail: string }) => ({
    ...fixed({ id: `${path}-${one.id}`, label: one.label, href: `/${path}/${one.id}`, icon }),
    detail: one.detail,
    remembered: true,
  });
  return [
    { label: words.certificates, items: found.certificates.map(certificateItem) },
    {
      label: words.authorities,
      items: found.authorities
        .map(({ id, name, kind }) => ({ id, label: name, detail: kind === 'root' ? words.root : words.issuing }))
        .map(object('authorities', Stamp)),
    },
    {
      label: words.connections,
      items: found.connections
        .map(({ id, name, kind }) => ({ id, label: name, detail: connectionKindWords()[kind] }))
        .map(object('connections', Cable)),
    },
    {
      label: words.jobs,
      items: found.jobs
        .map(({ id, label, state }) => ({ id, label, detail: jobStateWords()[state] }))
        .map(object('jobs', ListChecks)),
    },
    {
      label: words.profiles,
      items: found.profiles
        .map(({ id, name, builtIn }) => ({ id, label: name, detail: builtIn ? words.builtIn : words.yourOwn }))
        .map(object('profiles', SlidersHorizontal)),
    },
  ];
}

function certificateItem({ certificate, status, issuerName }: CertificateRow): PaletteItem {
  return {
    id: `certificate-${certificate.id}`,
    label: certificate.displayName,
    detail: `${statusLooks()[status].word} · ${profileWords()[certificate.profile]} · ${issuerName} · …${serialSuffix(certificate.serialNumber)}`,
    icon: statusLooks()[status].icon,
    href: `/certificates/${certificate.id}`,
    keys: [],
    remembered: true,
  };
}

const recentItem = ({ href, label, detail }: RecentObject): PaletteItem => ({
  id: `recent-${href}`,
  label,
  detail,
  href,
  icon: Clock,
  keys: [],
  remembered: true,
});

const listItem = (text: string): PaletteItem =>
  fixed({
    id: 'list',
    label: paletteWords().paletteItems.allCertificatesWith(text),
    href: `/certificates?q=${encodeURIComponent(text)}`,
    icon: FileSearch,
  });
