/** The letter behind `g`, and where it goes. */
export const PLACES: Readonly<Record<string, { href: string; label: string }>> = {
  o: { href: '/', label: 'Overview' },
  n: { href: '/connections', label: 'Connections' },
  c: { href: '/certificates', label: 'Certificates' },
  a: { href: '/authorities', label: 'Authorities' },
  r: { href: '/requests', label: 'Requests' },
  i: { href: '/inspect', label: 'Inspect' },
  l: { href: '/lab', label: 'Handshake lab' },
  p: { href: '/profiles', label: 'Profiles' },
  j: { href: '/jobs', label: 'Jobs' },
  u: { href: '/audit', label: 'Audit' },
  s: { href: '/settings', label: 'Settings' },
};
