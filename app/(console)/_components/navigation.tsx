import {
  Cable,
  FileBadge,
  FlaskConical,
  Gauge,
  Inbox,
  Network,
  ScanSearch,
  ScrollText,
  Settings,
  ShieldCheck,
  SlidersHorizontal,
} from 'lucide-react';
import { formatCount } from '@/components/format';
import { consolePageWords } from './console-page.words';
import { NavigationLink } from './navigation-link';

const groups = () =>
  [
    {
      label: consolePageWords().navigation.trust,
      entries: [
        { href: '/', label: consolePageWords().navigation.overview, icon: Gauge },
        { href: '/connections', label: consolePageWords().navigation.connections, icon: Cable },
        { href: '/certificates', label: consolePageWords().navigation.certificates, icon: FileBadge },
        { href: '/authorities', label: consolePageWords().navigation.authorities, icon: Network },
        { href: '/requests', label: consolePageWords().navigation.requests, icon: Inbox },
      ],
    },
    {
      label: consolePageWords().navigation.tools,
      entries: [
        { href: '/inspect', label: consolePageWords().navigation.inspect, icon: ScanSearch },
        { href: '/lab', label: consolePageWords().navigation.handshakeLab, icon: FlaskConical },
        { href: '/trust', label: consolePageWords().navigation.trustSetup, icon: ShieldCheck },
      ],
    },
    {
      label: consolePageWords().navigation.govern,
      entries: [
        { href: '/profiles', label: consolePageWords().navigation.profiles, icon: SlidersHorizontal },
        { href: '/audit', label: consolePageWords().navigation.audit, icon: ScrollText },
        { href: '/settings', label: consolePageWords().navigation.settings, icon: Settings },
      ],
    },
  ] as const;

/** Drawn on the server; only which entry is the present one is known in the browser. */
export function RailNavigation({ waitingRequests, mayAudit }: { waitingRequests: number; mayAudit: boolean }) {
  const words = consolePageWords().navigation;
  return (
    <nav aria-label={words.main} className="flex flex-col gap-5">
      {groups().map((group, index) => (
        <div key={group.label}>
          {index > 0 ? <p className="mb-1 px-2.5 text-12 font-medium text-muted">{group.label}</p> : null}
          <ul className="flex flex-col gap-0.5">
            {group.entries
              .filter(({ href }) => mayAudit || href !== '/audit')
              .map(({ href, label, icon: Icon }) => (
                <li key={href}>
                  <NavigationLink href={href}>
                    <Icon aria-hidden="true" className="size-4 shrink-0" />
                    {label}
                    {href === '/requests' && waitingRequests > 0 ? (
                      <span className="ms-auto rounded-md bg-pending-tint px-1.5 text-12 tabular-nums text-pending">
                        {formatCount(waitingRequests)}
                        <span className="sr-only">{words.waiting}</span>
                      </span>
                    ) : null}
                  </NavigationLink>
                </li>
              ))}
          </ul>
        </div>
      ))}
    </nav>
  );
}
