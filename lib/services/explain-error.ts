import type { Authority, Certificate } from '../domain/entities.ts';
import { CountersignError } from '../domain/errors.ts';
import { CAUSES, type Cause, type CauseId } from '../pki/explain/causes.ts';
import { type ErrorFacts, type Explanation, explainError, type MatchedMessage } from '../pki/explain/explain-error.ts';
import { isEndEntityProfile } from '../pki/profiles.ts';
import { PkiError, type SerialNumber } from '../pki/types.ts';
import { authorise } from './authorise.ts';
import { loadAuthorityPath } from './issuer.ts';
import type { Actor, ServiceContext } from './service-context.ts';
import { EXPIRING_DAYS, shownStatus } from './shown-status.ts';

/** Something of the inventory that the text is about. */
export interface InventoryFinding {
  readonly words: string;
  readonly href: string;
  /** The cause that this makes certain; null: it only helps. */
  readonly confirms: CauseId | null;
}

export interface ExplainedError {
  readonly causes: readonly (Cause & { readonly id: CauseId; readonly confirmed: boolean })[];
  readonly matched: readonly MatchedMessage[];
  readonly findings: readonly InventoryFinding[];
  readonly facts: ErrorFacts;
}

/**
 * Likely causes of a pasted error, and what the inventory knows of the names, serial numbers and issuers in it. Nothing is stored. Throws
 * `validation-failed` at `text` for what is too long or holds a secret.
 */
export async function explainPastedError(
  context: ServiceContext,
  actor: Actor | null,
  text: string,
): Promise<ExplainedError> {
  authorise(actor, 'inventory.read');
  const { causes, matched, facts } = readPaste(text);
  const findings = await findingsOf(context, facts, new Set(causes.map(({ id }) => id)));
  const confirmed = new Set(findings.flatMap(({ confirms }) => confirms ?? []));
  const ranked = [
    ...causes.filter(({ id }) => confirmed.has(id)),
    ...[...confirmed].filter((id) => causes.length > 0 && !causes.some((one) => one.id === id)).map((id) => ({ id })),
    ...causes.filter(({ id }) => !confirmed.has(id)),
  ];
  // A star is for the shell to expand; letters, digits, dots and colons are not.
  const host = facts.hosts.find((name) => !name.includes('*')) ?? 'HOST';
  const port = facts.port === null ? 'PORT' : String(facts.port);
  const filled = (command: string | null) => command && command.replaceAll('HOST', host).replaceAll('PORT', port);
  return {
    causes: ranked.map(({ id }) => ({
      id,
      ...CAUSES[id],
      command: filled(CAUSES[id].command),
      confirmed: confirmed.has(id),
    })),
    matched,
    findings,
    facts,
  };
}

function readPaste(text: string): Explanation {
  try {
    return explainError(text);
  } catch (error) {
    if (!(error instanceof PkiError)) throw error;
    throw new CountersignError('validation-failed', error.message, {
      fields: [{ field: 'text', message: error.message }],
    });
  }
}

async function findingsOf(
  context: ServiceContext,
  facts: ErrorFacts,
  suspected: ReadonlySet<CauseId>,
): Promise<readonly InventoryFinding[]> {
  const found: InventoryFinding[] = [];
  const told = new Set<string>();
  const about = (certificate: Certificate, finding: InventoryFinding) => {
    if (told.has(certificate.id)) return;
    told.add(certificate.id);
    found.push(finding);
  };
  for (const certificate of await byNumber(context, facts)) about(certificate, statusFinding(context, certificate, []));
  const [dialled] = facts.hosts;
  for (const host of facts.hosts) {
    const named = await forHost(context, host);
    const [newest, ...older] = named;
    if (!newest) continue;
    about(newest, statusFinding(context, newest, older));
    if (host === dialled || !dialled || !suspected.has('name-mismatch')) {
      const chain = await chainFinding(context, newest, suspected);
      if (chain && !found.some(({ words }) => words === chain.words)) found.push(chain);
    } else if (!namesOf(newest).some((name) => matches(name, dialled)))
      found.push({
        words: `The certificate for ${host} has the names ${namesOf(newest).slice(0, 6).join(', ')}; ${dialled} is not among them.`,
        href: `/certificates/${newest.id}/renew`,
        confirms: 'name-mismatch',
      });
  }
  for (const authority of await byIssuer(context, facts))
    found.push({
      words: `"${authority.name}", which the text names as the issuer, is an authority of here.`,
      href: `/authorities/${authority.id}`,
      confirms: null,
    });
  return found.slice(0, MOST_FINDINGS);
}

/** What its status says; `older` are earlier ones for the same name. */
function statusFinding(
  { clock }: ServiceContext,
  certificate: Certificate,
  older: readonly Certificate[],
): InventoryFinding {
  const { displayName, serialNumber, notAfter, notBefore, revokedAt } = certificate;
  const what = `The newest certificate for ${displayName} (…${serialNumber.slice(-8)})`;
  const href = `/certificates/${certificate.id}`;
  const now = clock.now();
  switch (shownStatus(certificate, now)) {
    case 'expired':
      return { words: `${what} ended on ${dayOf(notAfter)}. Renew it.`, href: `${href}/renew`, confirms: 'expired' };
    case 'revoked':
      return {
        words: `${what} is revoked${revokedAt ? ` since ${dayOf(revokedAt)}` : ''}.`,
        href,
        confirms: 'revoked',
      };
    case 'held':
      return {
        words: `${what} is on hold${revokedAt ? ` since ${dayOf(revokedAt)}` : ''}.`,
        href,
        confirms: 'revoked',
      };
    case 'not-yet-valid':
      return { words: `${what} begins on ${dayOf(notBefore)}.`, href, confirms: 'not-yet-valid' };
    default: {
      const ended = older.find((one) => one.notAfter <= now || one.state === 'revoked');
      return {
        words: `${what} is in force until ${dayOf(notAfter)}.${ended ? ` An earlier one, …${ended.serialNumber.slice(-8)}, ${ended.state === 'revoked' ? 'is revoked' : `ended on ${dayOf(ended.notAfter)}`}: when the server still serves that, install the newer one and reload.` : ''}`,
        href,
        confirms: null,
      };
    }
  }
}

/** Which certificates the other side has to send, where a missing one or an untrusted root is suspected. */
async function chainFinding(
  { store }: ServiceContext,
  certificate: Certificate,
  suspected: ReadonlySet<CauseId>,
): Promise<InventoryFinding | null> {
  if (!suspected.has('missing-intermediate') && !suspected.has('untrusted-root')) return null;
  if (!isEndEntityProfile(certificate.profile)) return null;
  const path = await loadAuthorityPath(store, certificate.issuerId);
  const root = path.at(-1);
  const between = path.slice(0, -1).map(({ name }) => name);
  if (!root) return null;
  return between.length === 0
    ? {
        words: `${certificate.displayName} was issued by the root "${root.name}" itself: nothing else has to be sent, and the other side must trust "${root.name}".`,
        href: '/trust',
        confirms: null,
      }
    : {
        words: `${certificate.displayName} was issued by "${between.join('", below "')}", below the root "${root.name}": ${between.length === 1 ? 'that one has' : 'those have'} to be sent with it, and "${root.name}" trusted.`,
        href: `/certificates/${certificate.id}`,
        confirms: null,
      };
}

async function byNumber({ store }: ServiceContext, facts: ErrorFacts): Promise<readonly Certificate[]> {
  const authorities = facts.serialNumbers.length > 0 ? await store.authorities() : [];
  const found = await Promise.all(
    facts.serialNumbers
      .slice(0, MOST_LOOKED_UP)
      .flatMap((serial) => authorities.map(({ id }) => store.certificateBySerial(id, serial as SerialNumber))),
  );
  return found.flatMap((one) => one ?? []);
}

/** For exactly this name or a wildcard above it, the newest first. */
async function forHost({ store, clock }: ServiceContext, host: string): Promise<readonly Certificate[]> {
  const wildcard = host.includes('.') ? `*${host.slice(host.indexOf('.'))}` : host;
  const pages = await Promise.all(
    [...new Set([host, wildcard])].map((text) =>
      store.certificatePage({
        text,
        states: ['issued', 'held', 'revoked'],
        now: clock.now(),
        expiringDays: EXPIRING_DAYS,
        sort: 'newest',
        limit: MOST_COMPARED,
        cursor: null,
      }),
    ),
  );
  const byId = new Map(
    pages
      .flatMap(({ items }) => items)
      .filter((one) => namesOf(one).some((name) => matches(name, host)))
      .map((one) => [one.id, one]),
  );
  return [...byId.values()].sort((one, other) => (one.id < other.id ? 1 : -1));
}

async function byIssuer({ store }: ServiceContext, { issuers }: ErrorFacts): Promise<readonly Authority[]> {
  if (issuers.length === 0) return [];
  const wanted = new Set(issuers.map((name) => name.toLowerCase()));
  return (await store.authorities()).filter(
    ({ name, deletedAt }) => deletedAt === null && wanted.has(name.toLowerCase()),
  );
}

const namesOf = ({ names, displayName }: Certificate): readonly string[] =>
  names.length > 0 ? names.map(({ value }) => value.toLowerCase()) : [displayName.toLowerCase()];
const matches = (name: string, host: string): boolean =>
  name === host || (name.startsWith('*.') && name.slice(1) === host.slice(host.indexOf('.')));
const dayOf = (at: Date): string => at.toISOString().slice(0, 10);
const MOST_FINDINGS = 12;
const MOST_LOOKED_UP = 5;
const MOST_COMPARED = 50;
