import { paletteWords } from './palette.words';
/** The letter behind `g`, and where it goes. */
export const places = (): Readonly<Record<string, { href: string; label: string }>> => ({
  o: { href: '/', label: paletteWords().places.overview },
  n: { href: '/connections', label: paletteWords().places.connections },
  c: { href: '/certificates', label: paletteWords().places.certificates },
  a: { href: '/authorities', label: paletteWords().places.authorities },
  r: { href: '/requests', label: paletteWords().places.requests },
  i: { href: '/inspect', label: paletteWords().places.inspect },
  l: { href: '/lab', label: paletteWords().places.handshakeLab },
  p: { href: '/profiles', label: paletteWords().places.profiles },
  j: { href: '/jobs', label: paletteWords().places.jobs },
  u: { href: '/audit', label: paletteWords().places.audit },
  s: { href: '/settings', label: paletteWords().places.settings },
});
