/** Whether a certificate is for the name that was dialled. RFC 9525 §6, RFC 9598 §5 */
import { childrenOf, contentOf, type DerElement, readOid, unwrapExplicit } from '../der-reader.ts';
import { stringText } from '../distinguished-name.ts';
import { ipAddressOctets } from '../ip-address.ts';
import { isHostName } from '../name-constraints.ts';
import { OID } from '../oids.ts';

export interface ReferenceIdentity {
  readonly kind: 'DNS' | 'IP' | 'RFC822';
  readonly value: string;
}

/** Whether one of the alternative names stands for the identity. The common name never counts. RFC 9525 §6.3 to §6.5 */
export function matchesIdentity(identity: ReferenceIdentity, names: readonly DerElement[]): boolean {
  switch (identity.kind) {
    case 'DNS': {
      const host = identity.value.toLowerCase().replace(/\.$/, '');
      return (
        isHostName(host) && names.some((name) => name.tag === 0x82 && hostMatches(host, textOf(name).toLowerCase()))
      );
    }
    case 'IP': {
      const octets = ipAddressOctets(identity.value);
      return (
        octets !== null && names.some((name) => name.tag === 0x87 && Buffer.compare(contentOf(name), octets) === 0)
      );
    }
    case 'RFC822': {
      const mailbox = comparableMailbox(identity.value);
      return mailbox !== null && names.some((name) => mailboxOf(name) === mailbox);
    }
  }
}

/** A wildcard is the whole left-most label and stands for exactly one label. RFC 9525 §6.3 */
function hostMatches(host: string, presented: string): boolean {
  if (!presented.startsWith('*.')) return host === presented;
  const dot = host.indexOf('.');
  return dot > 0 && host.slice(dot) === presented.slice(1);
}

function mailboxOf(name: DerElement): string | null {
  if (name.tag === 0x81) return comparableMailbox(textOf(name));
  if (name.tag !== 0xa0) return null;
  const [typeId, value] = childrenOf(name);
  if (typeId === undefined || value === undefined || readOid(typeId, 'OtherName') !== OID.smtpUtf8Mailbox) return null;
  return comparableMailbox(stringText(unwrapExplicit(value, 'OtherName.value')));
}

/** The local part letter for letter, the host without case. RFC 5280 §7.5 */
function comparableMailbox(text: string): string | null {
  const at = text.lastIndexOf('@');
  return at > 0 ? `${text.slice(0, at)}@${text.slice(at + 1).toLowerCase()}` : null;
}

function textOf(name: DerElement): string {
  return Buffer.from(contentOf(name)).toString('latin1');
}
