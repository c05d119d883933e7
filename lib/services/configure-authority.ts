import type { Authority, AuthoritySettings } from '../domain/entities.ts';
import { authorise } from './authorise.ts';
import { type AuthoritySettingsRequest, decideSettings } from './authority-settings.ts';
import { FieldErrors } from './field-errors.ts';
import { findAuthority } from './issuer.ts';
import { recordAudit } from './record-audit.ts';
import type { Actor, ServiceContext } from './service-context.ts';

/**
 * Changes the settings of an authority, for what it signs from now on. Throws `not-found`, `validation-failed`.
 */
export async function configureAuthority(
  context: ServiceContext,
  actor: Actor | null,
  authorityId: string,
  request: AuthoritySettingsRequest,
): Promise<Authority> {
  authorise(actor, 'authority.configure');
  return context.store.transaction(async (tx) => {
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
    return { ...authority, settings };
  });
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
