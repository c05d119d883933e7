import { dnsNameConcerns, dnsNameUnicode } from '../pki/international-name.ts';
import type { DnsName, GeneralName } from '../pki/types.ts';
import type { NameView } from './views.ts';

/** Names as screens show them: international host names, and those behind the @ of an address, in both forms. */
export function nameViews(names: readonly GeneralName[]): readonly NameView[] {
  return names.map(({ type, value }) => {
    const host =
      type === 'dns' ? value : type === 'email' || type === 'upn' ? value.slice(value.lastIndexOf('@') + 1) : '';
    if (!host.includes('xn--')) return { type, value, unicode: null, concerns: [] };
    const unicode = dnsNameUnicode(host as DnsName);
    return {
      type,
      value,
      unicode: `${value.slice(0, value.length - host.length)}${unicode}`,
      concerns: dnsNameConcerns(host as DnsName),
    };
  });
}
