/** Whether the names of a certificate stay inside name constraints. RFC 5280 §4.2.1.10, §6.1.3 (b) and (c), RFC 9598 §6 */
import { childrenOf, contentOf, type DerElement, encodingOf, readOid, unwrapExplicit } from './der-reader.ts';
import { TAG } from './der-writer.ts';
import { comparableRdns, decodeName, stringText } from './distinguished-name.ts';
import { generalNameElementText } from './general-name.ts';
import {
  type ConstrainedForm,
  isHostName,
  type NameConstraints,
  type Subtree,
  subtreeText,
} from './name-constraints.ts';
import { OID } from './oids.ts';
import { distinguishedNameText } from './subject.ts';
import { PkiError } from './types.ts';

/** One name of a certificate in the form that constraints compare. */
export interface ConstrainedName {
  readonly form: ConstrainedForm;
  /** For messages. */
  readonly text: string;
  /** Null when the name is not in its form's syntax: it is outside of every constraint on that form. */
  readonly value: string | Uint8Array | readonly string[] | null;
}

/** Comparisons left; shared by everything that one verification does. */
export interface ComparisonBudget {
  comparisons: number;
}

export interface NameConstraintViolation {
  readonly name: string;
  /** The subtree that excludes the name, or the permitted ones that it is outside of. */
  readonly subtrees: string;
  readonly kind: 'not-permitted' | 'excluded' | 'not-comparable';
}

/**
 * All names that constraints apply to: the subject when it is not empty, e-mail addresses in the subject, and the alternative names.
 * `commonNameAsDns` adds a common name that looks like a host name: for end entities without alternative names, which old programs would match by it.
 * `generalNames` are elements of the subjectAltName.
 */
export function constrainedNames(names: {
  readonly subjectDer: Uint8Array;
  readonly generalNames: readonly DerElement[];
  readonly commonNameAsDns: boolean;
}): ConstrainedName[] {
  const found: ConstrainedName[] = [];
  const subject = decodeName(names.subjectDer);
  if (subject.length > 0)
    found.push({
      form: 'directory',
      text: `the subject ${distinguishedNameText(subject)}`,
      value: comparableRdns(names.subjectDer),
    });
  for (const { type, value } of subject) {
    if (type === 'emailAddress') found.push(emailName(value, `emailAddress=${value} in the subject`));
    if (names.commonNameAsDns && type === 'CN' && isHostName(value) && value.includes('.'))
      found.push({ form: 'dns', text: `CN=${value}`, value: value.toLowerCase() });
  }
  return [...found, ...names.generalNames.map(readConstrainedName)];
}

/**
 * The first name outside of the constraints, or null. Every name must be inside a permitted subtree of its form when there is one, and outside of
 * all excluded ones. Takes one comparison from the budget for each pair; throws `too-large` when none are left.
 */
export function checkNameConstraints(
  constraints: NameConstraints,
  names: readonly ConstrainedName[],
  budget: ComparisonBudget,
): NameConstraintViolation | null {
  for (const name of names) {
    const violation = checkName(constraints, name, budget);
    if (violation !== null) return violation;
  }
  return null;
}

function checkName(
  { permitted, excluded }: NameConstraints,
  name: ConstrainedName,
  budget: ComparisonBudget,
): NameConstraintViolation | null {
  budget.comparisons -= permitted.length + excluded.length;
  if (budget.comparisons < 0)
    throw new PkiError('too-large', 'The names and name constraints of the certificates are too many to compare.');
  const only = permitted.filter((subtree) => subtree.form === name.form);
  const never = excluded.filter((subtree) => subtree.form === name.form);
  if (only.length === 0 && never.length === 0) return null;
  const comparable = name.value !== null && COMPARED.has(name.form);
  if (!comparable) return { name: name.text, subtrees: listText([...only, ...never]), kind: 'not-comparable' };
  const hit = never.find((subtree) => isInside(name, subtree) || wildcardReaches(name, subtree));
  if (hit !== undefined) return { name: name.text, subtrees: subtreeText(hit), kind: 'excluded' };
  if (only.length > 0 && !only.some((subtree) => isInside(name, subtree)))
    return { name: name.text, subtrees: listText(only), kind: 'not-permitted' };
  return null;
}

/** Ten are enough for a message; a hostile list has thousands. */
function listText(subtrees: readonly Subtree[]): string {
  const shown = subtrees.slice(0, 10).map(subtreeText).join(', ');
  return subtrees.length > 10 ? `${shown} and ${subtrees.length - 10} more` : shown;
}

function isInside(name: ConstrainedName, subtree: Subtree): boolean {
  switch (subtree.form) {
    case 'dns':
      return hostIsBelow(name.value as string, subtree.base);
    case 'email':
      return mailboxIsInside(name.value as string, subtree.base);
    case 'uri':
      return hostIsInside(name.value as string, subtree.base);
    case 'ip':
      return addressIsInside(name.value as Uint8Array, subtree.address, subtree.mask);
    case 'directory':
      return subtree.rdns.every((rdn, index) => rdn === (name.value as readonly string[])[index]);
    default:
      return false;
  }
}

/** Equal or with labels added at the left. */
function hostIsBelow(host: string, base: string): boolean {
  return base === '' || host === base || host.endsWith(`.${base}`);
}

/** `*.example.org` also stands for the excluded `secret.example.org`. */
function wildcardReaches(name: ConstrainedName, subtree: Subtree): boolean {
  if (subtree.form !== 'dns') return false;
  const host = name.value as string;
  return host.startsWith('*.') && subtree.base.slice(subtree.base.indexOf('.') + 1) === host.slice(2);
}

function mailboxIsInside(mailbox: string, base: string): boolean {
  if (base.includes('@')) return mailbox === base;
  return hostIsInside(mailbox.slice(mailbox.lastIndexOf('@') + 1), base);
}

/** For e-mail and URI a leading dot means the hosts below, no dot that host alone. RFC 5280 §4.2.1.10 */
function hostIsInside(host: string, base: string): boolean {
  return base === '' || (base.startsWith('.') ? host.endsWith(base) : host === base);
}

function addressIsInside(octets: Uint8Array, address: Uint8Array, mask: Uint8Array): boolean {
  return (
    octets.length === address.length &&
    octets.every((octet, index) => ((octet ^ (address[index] as number)) & (mask[index] as number)) === 0)
  );
}

function readConstrainedName(element: DerElement): ConstrainedName {
  const text = generalNameElementText(element);
  const ia5 = Buffer.from(contentOf(element)).toString('latin1');
  switch (element.tag) {
    case 0x81:
      return emailName(ia5, text);
    case 0x82: {
      const host = ia5.toLowerCase();
      return { form: 'dns', text, value: isHostName(host.startsWith('*.') ? host.slice(2) : host) ? host : null };
    }
    case 0x86:
      return { form: 'uri', text, value: uriHost(ia5) };
    case 0x87: {
      const octets = contentOf(element);
      return { form: 'ip', text, value: octets.length === 4 || octets.length === 16 ? octets : null };
    }
    case 0xa4:
      return {
        form: 'directory',
        text,
        value: comparableRdns(encodingOf(unwrapExplicit(element, 'directoryName'))),
      };
    case 0xa0:
      return internationalMailbox(element, text) ?? { form: 'otherName', text, value: null };
    case 0xa3:
      return { form: 'x400Address', text, value: null };
    case 0xa5:
      return { form: 'ediPartyName', text, value: null };
    default:
      return { form: 'registeredID', text, value: null };
  }
}

function emailName(mailbox: string, text: string): ConstrainedName {
  const at = mailbox.lastIndexOf('@');
  const [local, host] = [mailbox.slice(0, at), mailbox.slice(at + 1).toLowerCase()];
  // A quoted local part may hold a second `@`, which readers take apart differently.
  const comparable = at > 0 && !/["@\s\\]/.test(local) && isHostName(host);
  return { form: 'email', text, value: comparable ? `${local}@${host}` : null };
}

/** SmtpUTF8Mailbox in an otherName is an e-mail address, so constraints on e-mail addresses apply. RFC 9598 §6 */
function internationalMailbox(element: DerElement, text: string): ConstrainedName | null {
  const [typeId, wrapped] = childrenOf(element);
  if (typeId === undefined || wrapped === undefined || readOid(typeId, 'OtherName.type-id') !== OID.smtpUtf8Mailbox)
    return null;
  const value = unwrapExplicit(wrapped, 'OtherName.value');
  return value.tag === TAG.utf8String ? emailName(stringText(value), text) : { form: 'email', text, value: null };
}

/** The host of a URI in lower case, or null when it names none by a full DNS name. RFC 5280 §4.2.1.10, RFC 3986 §3.2 */
export function uriHost(uri: string): string | null {
  const authority = /^[a-z][a-z0-9+.-]*:\/\/([^/?#]*)/i.exec(uri)?.[1];
  if (authority === undefined) return null;
  const host = authority
    .slice(authority.lastIndexOf('@') + 1)
    .replace(/:\d*$/, '')
    .toLowerCase();
  return isHostName(host) ? host : null;
}

const COMPARED: ReadonlySet<ConstrainedForm> = new Set(['dns', 'email', 'uri', 'ip', 'directory']);
