import type { Certificate } from '../domain/entities.ts';
import { CountersignError } from '../domain/errors.ts';
import { authorise, requireWithinLimits } from './authorise.ts';
import { FieldErrors } from './field-errors.ts';
import { recordAudit } from './record-audit.ts';
import type { Actor, ServiceContext } from './service-context.ts';

export interface CertificateDescription {
  /** Who answers for it: a person, a team, a ticket queue. At most 200 characters. */
  readonly owner?: string | undefined;
  /** At most 4,000 characters. */
  readonly notes?: string | undefined;
  /** At most 20 of 1 to 40 letters, digits, `-`, `_`, `.`, `:` or `/`; kept in lower case. */
  readonly tags?: readonly string[] | undefined;
}

/** Changes what operators say about a certificate; what is left out stays. Throws `not-found`, `validation-failed`. */
export async function describeCertificate(
  context: ServiceContext,
  actor: Actor | null,
  certificateId: string,
  description: CertificateDescription,
): Promise<Certificate & { readonly tags: readonly string[] }> {
  authorise(actor, 'certificate.describe');
  const wanted = checkDescription(description);
  return context.store.transaction(async (tx) => {
    const present = await tx.certificate(certificateId);
    if (!present) throw new CountersignError('not-found', `There is no certificate "${certificateId}".`);
    requireWithinLimits(actor, { authorityId: present.issuerId });
    const owner = wanted.owner ?? present.owner;
    const notes = wanted.notes ?? present.notes;
    const tags = wanted.tags ?? (await tx.certificateTags(certificateId));
    await tx.describeCertificate({ id: certificateId, owner, notes, tags });
    // Notes may be long and are not evidence; who answers for it, and under which words it is found, is.
    await recordAudit(
      context,
      tx,
      actor,
      'certificate.described',
      { type: 'certificate', id: certificateId },
      { name: present.displayName, owner, tags: tags.join(', ') },
    );
    return { ...present, owner, notes, tags };
  });
}

/** The description as it is kept. Throws `validation-failed`. */
export function checkDescription(description: CertificateDescription): {
  owner: string | undefined;
  notes: string | undefined;
  tags: readonly string[] | undefined;
} {
  const errors = new FieldErrors();
  const owner = description.owner?.trim();
  const notes = description.notes?.trim();
  const tags =
    description.tags && [...new Set(description.tags.map((tag) => tag.trim().toLowerCase()))].filter(Boolean);
  if (owner !== undefined && (owner.length > 200 || HIDDEN.test(owner) || !owner.isWellFormed()))
    errors.add('owner', 'The owner is one line of at most 200 characters. Shorten it.');
  if (notes !== undefined && notes.length > 4_000)
    errors.add('notes', `The notes have ${notes.length} characters; at most 4,000 are kept. Shorten them.`);
  if (notes !== undefined && (!notes.isWellFormed() || notes.includes('\0')))
    errors.add('notes', 'The notes hold half of a surrogate pair or a NUL, which is no text. Enter them again.');
  if (tags !== undefined && tags.length > 20)
    errors.add('tags', `${tags.length} tags; at most 20 are kept. Leave some out.`);
  for (const tag of tags ?? [])
    if (!/^[\p{L}\p{N}][\p{L}\p{N}._:/-]{0,39}$/u.test(tag))
      errors.add(
        'tags',
        `"${tag}" is not a tag. Tags have 1 to 40 letters, digits, "-", "_", ".", ":" or "/", and begin with a letter or digit.`,
      );
  errors.throwIfAny();
  return { owner, notes, tags: tags && [...tags].sort() };
}

/** Line breaks and other characters that one line does not show. */
const HIDDEN = /[\p{Cc}\u2028\u2029]/u;
