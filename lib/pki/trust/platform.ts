/** Where a root is installed. */
export type PlatformId =
  | 'windows'
  | 'macos'
  | 'ios'
  | 'android'
  | 'debian'
  | 'rhel'
  | 'containers'
  | 'firefox'
  | 'chrome-linux'
  | 'java'
  | 'node'
  | 'python'
  | 'curl';

/** What a visitor probably needs, first of all first; a guess that only orders the page. Empty when nothing is known. */
export function likelyPlatforms(userAgent: string): readonly PlatformId[] {
  const text = userAgent.slice(0, 1_000);
  const found: PlatformId[] = [];
  // An iPhone says "like Mac OS X", an Android "Linux".
  if (/iPhone|iPad|iPod/.test(text)) return ['ios'];
  if (/Android/.test(text)) return /Firefox\//.test(text) ? ['android', 'firefox'] : ['android'];
  if (/^curl\//i.test(text)) return ['curl', 'debian', 'rhel'];
  if (/^python|requests\//i.test(text)) return ['python'];
  if (/^(Apache-HttpClient\/.*)?Java/i.test(text)) return ['java'];
  if (/^node/i.test(text)) return ['node'];
  if (/Windows/.test(text)) found.push('windows');
  else if (/Macintosh|Mac OS X/.test(text)) found.push('macos');
  else if (/Fedora|Red ?Hat|CentOS|Rocky|AlmaLinux/i.test(text)) found.push('rhel');
  else if (/Linux|X11/.test(text)) found.push('debian');
  if (/Firefox\//.test(text)) found.push('firefox');
  else if (/Chrom(e|ium)\//.test(text) && (found[0] === 'debian' || found[0] === 'rhel')) found.unshift('chrome-linux');
  return found;
}
