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
import { NavigationLink } from './navigation-link';

const GROUPS = [
  {
    label: 'Trust',
    entries: [
      { href: '/', label: 'Overview', icon: Gauge },
      { href: '/connections', label: 'Connections', icon: Cable },
      { href: '/certificates', label: 'Certificates', icon: FileBadge },
      { href: '/authorities', label: 'Authorities', icon: Network },
      { href: '/requests', label: 'Requests', icon: Inbox },
    ],
  },
  {
    label: 'Tools',
    entries: [
      { href: '/inspect', label: 'Inspect', icon: ScanSearch },
      { href: '/lab', label: 'Handshake lab', icon: FlaskConical },
      { href: '/trust', label: 'Trust setup', icon: ShieldCheck },
    ],
  },
  {
    label: 'Govern',
    entries: [
      { href: '/profiles', label: 'Profiles', icon: SlidersHorizontal },
      { href: '/audit', label: 'Audit', icon: ScrollText },
      { href: '/settings', label: 'Settings', icon: Settings },
    ],
  },
] as const;

/** Drawn on the server; only which entry is the present one is known in the browser. */
export function RailNavigation({ waitingRequests, mayAudit }: { waitingRequests: number; mayAudit: boolean }) {
  return (
    <nav aria-label="Main" className="flex flex-col gap-5">
      {GROUPS.map((group, index) => (
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
                        <span className="sr-only"> waiting</span>
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
