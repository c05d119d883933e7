import type { KeyProtectionMode } from '../domain/entities.ts';
import { CountersignError } from '../domain/errors.ts';
import type { Operator, OperatorRole } from '../domain/operators.ts';
import type { SetupToken } from '../domain/store.ts';
import { parseDistinguishedName } from '../pki/subject.ts';
import type { KeyAlgorithm } from '../pki/types.ts';
import { createAuthority } from './create-authority.ts';
import { FieldErrors } from './field-errors.ts';
import { newOperator } from './new-operator.ts';
import { refuseWeakPassphrase, refuseWeakPassword } from './password-rules.ts';
import { recordAudit } from './record-audit.ts';
import type { Actor, ServiceContext } from './service-context.ts';
import { checkSetupToken } from './setup-token.ts';

interface FirstAuthority {
  readonly name?: string | undefined;
  readonly keyAlgorithm?: KeyAlgorithm | undefined;
  readonly validityDays?: number | undefined;
}
export interface SetUpRequest {
  readonly setupToken: string;
  readonly operator: { readonly email: string; readonly name?: string | undefined; readonly password: string };
  readonly keyProtection?: { readonly mode: KeyProtectionMode; readonly passphrase?: string | undefined } | undefined;
  readonly organisation: string;
  readonly root?: FirstAuthority | undefined;
  readonly issuing?: FirstAuthority | undefined;
}
export interface SetUpResult {
  readonly operator: Operator;
  readonly rootId: string | null;
  readonly issuingId: string | null;
}

/**
 * The first run: operator, key protection and instance, and the first authorities when asked for. Exactly one caller
 * wins; from then on there is no set-up (`not-found`). Throws `setup-token-refused`, `validation-failed`.
 */
export async function setUpInstance(context: ServiceContext, request: SetUpRequest): Promise<SetUpResult> {
  await checkSetupToken(context, request.setupToken);
  const mode = request.keyProtection?.mode ?? context.settings.defaultKeyProtection;
  const { email, organisation } = checkFields(request, mode);

  const actor: Actor = { kind: 'setup' };
  const token = await claimToken(context);
  let instanceId: string;
  try {
    instanceId = await makeInstance(context, request, organisation, mode);
  } catch (error) {
    // Nothing was made: the same token may be used again.
    await context.store.transaction((tx) => tx.saveSetupToken(token));
    throw error;
  }
  const { operator, passwordHash } = await newOperator(context, {
    email,
    name: request.operator.name?.trim() || email,
    roles: FIRST_ROLES,
    authorityIds: null,
    password: request.operator.password,
  });
  await context.store.transaction(async (tx) => {
    await tx.insertOperator(operator, passwordHash);
    await recordAudit(
      context,
      tx,
      actor,
      'instance.set-up',
      { type: 'instance', id: instanceId },
      { organisation, keyProtection: mode, operator: email },
    );
  });

  const root = request.root
    ? await createAuthority(context, actor, {
        kind: 'root',
        ...request.root,
        name: request.root.name ?? `${organisation} Root`,
      })
    : null;
  const issuing =
    root && request.issuing
      ? await createAuthority(context, actor, {
          kind: 'issuing',
          parentId: root.authority.id,
          ...request.issuing,
          name: request.issuing.name ?? `${organisation} Issuing 1`,
        })
      : null;
  return { operator, rootId: root?.authority.id ?? null, issuingId: issuing?.authority.id ?? null };
}

/** Whoever sets up runs the authorities and manages people, until others take over one of the two. */
const FIRST_ROLES: readonly OperatorRole[] = ['ca-admin', 'security-admin'];

/** Takes the token away in one transaction: of two racing claims one fails here, before any key is made. */
function claimToken(context: ServiceContext): Promise<SetupToken> {
  return context.store.transaction(async (tx) => {
    const token = await tx.setupToken();
    if (!token) throw new CountersignError('not-found', 'The set-up is finished. Sign in instead.');
    await tx.clearSetupToken();
    return token;
  });
}

/** Keys and instance, unless an earlier attempt ended after them and before the operator. */
async function makeInstance(
  context: ServiceContext,
  request: SetUpRequest,
  organisation: string,
  mode: KeyProtectionMode,
): Promise<string> {
  const present = await context.store.instance();
  if (present) return present.instanceId;
  const instanceId = context.entropy.id();
  const passphrase = mode === 'passphrase' ? (request.keyProtection?.passphrase ?? null) : null;
  const protection = await context.signer.initialise({ instanceId, mode, passphrase });
  const createdAt = context.clock.now();
  await context.store.transaction((tx) => tx.createInstance({ instanceId, organisation, createdAt }, protection));
  return instanceId;
}

function checkFields(request: SetUpRequest, mode: KeyProtectionMode): { email: string; organisation: string } {
  const errors = new FieldErrors();
  const email = request.operator.email.trim().toLowerCase();
  if (!/^[^\s@]+@[^\s@]+$/.test(email))
    errors.add('operator.email', `"${email}" is not an e-mail address. Expected one such as admin@example.com.`);
  refuseWeakPassword(errors, 'operator.password', request.operator.password, email);
  if (mode === 'passphrase')
    refuseWeakPassphrase(errors, 'keyProtection.passphrase', request.keyProtection?.passphrase ?? '');
  const organisation = request.organisation.trim();
  if (organisation === '')
    errors.add('organisation', "Enter the name of your organisation; it becomes part of the authorities' names.");
  else errors.take('organisation', () => parseDistinguishedName([{ type: 'O', value: organisation }]));
  if (request.issuing && !request.root)
    errors.add('issuing', 'An issuing authority needs a root above it. Ask for a root as well.');
  for (const [field, part, suffix] of [
    ['root', request.root, ' Root'],
    ['issuing', request.issuing, ' Issuing 1'],
  ] as const) {
    if (part)
      errors.take(`${field}.name`, () =>
        parseDistinguishedName([{ type: 'CN', value: part.name?.trim() ?? `${organisation}${suffix}` }]),
      );
  }
  errors.throwIfAny();
  return { email, organisation };
}
