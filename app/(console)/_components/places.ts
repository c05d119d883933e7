import { placesWords } from '@/app/(console)/_components/places.words';
/** The letter behind `g`, and where it goes. */
export const places = (): Readonly<Record<string, { href: string; label: string }>> => ({
  o: { href: '/', label: placesWords().overview },
  n: { href: '/connections', label: placesWords().connections },
  c: { href: '/certificates', label: placesWords().certificates },
  a: { href: '/authorities', label: placesWords().authorities },
  r: { href: '/requests', label: placesWords().requests },
  i: { href: '/inspect', label: placesWords().inspect },
  l: { href: '/lab', label: placesWords().handshakeLab },
  p: { href: '/profiles', label: placesWords().profiles },
  j: { href: '/jobs', label: placesWords().jobs },
  u: { href: '/audit', label: placesWords().audit },
  s: { href: '/settings', label: placesWords().settings },
});
