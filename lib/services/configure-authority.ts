import type { Authority, AuthoritySettings } from '../domain/entities.ts';
import { authorise } from './authorise.ts';
import { type AuthoritySettingsRequest, decideSettings } from './authority-settings.ts';
import { listsOf } from './crl-lists.ts';
import { FieldErrors } from './field-errors.ts';
import { findAuthority, isKeyAtHand } from './issuer.ts';
import { publishCrl } from './publish-crl.ts';
import { recordAudit } from './record-audit.ts';
import type { Actor, ServiceContext } from './service-context.ts';

/**
 * Changes the settings of an authority, for what it signs from now on. When it publishes other lists than before, they
 * are signed at once: the next certificate names one of them. Throws `not-found`, `validation-failed`.
 */
export async function configureAuthority(
  context: ServiceContext,
  actor: Actor | null,
  authorityId: string,
  request: AuthoritySettingsRequest,
): Promise<Authority> {
  authorise(actor, 'authority.configure', { authorityId });
  const { before, after } = await context.store.transaction(async (tx) => {
    // Read inside: two changes of different settings must both stay.
    const authority = await findAuthority(tx, authorityId);
    const errors = new FieldErrors();
    const settings = decideSettings(authority.settings, request, errors);
    errors.throwIfAny();
    await tx.updateAuthority(authorityId, { settings });
    await recordAudit(
      context,
      tx,
      actor,
      'authority.configured',
      { type: 'authority', id: authorityId },
      { name: authority.name, ...changesOf(authority.settings, settings) },
    );
    return { before: authority, after: { ...authority, settings } };
  });
  if (JSON.stringify(listsOf(before.settings)) !== JSON.stringify(listsOf(after.settings)))
    await publishNewLists(context, after);
  return after;
}

/** The settings stand whatever happens here: the job that looks for missing lists tries again. */
async function publishNewLists(context: ServiceContext, authority: Authority): Promise<void> {
  if (authority.certificateId === null) return;
  try {
    if (await isKeyAtHand(context, authority)) await publishCrl(context, { kind: 'system' }, authority.id);
  } catch (error) {
    context.log.error(
      { error, authorityId: authority.id },
      'the lists of an authority changed, but could not be signed; it is tried again shortly',
    );
  }
}

/** Each setting that changed, as text. */
function changesOf(before: AuthoritySettings, after: AuthoritySettings): Record<string, string> {
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])] as (keyof AuthoritySettings)[];
  return Object.fromEntries(
    names
      .filter((name) => JSON.stringify(before[name]) !== JSON.stringify(after[name]))
      .map((name) => [name, after[name] === undefined ? 'default' : JSON.stringify(after[name])]),
  );
}
