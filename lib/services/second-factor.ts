import { createHash } from 'node:crypto';
import { CountersignError } from '../domain/errors.ts';
import type { SecondFactor } from '../domain/operators.ts';
import { base32, otpauthUri, stepOfCode } from '../pki/one-time-code.ts';
import { qrSvgPath } from '../pki/trust/qr-code.ts';
import { authorise, requireNoLimits } from './authorise.ts';
import { recordAudit } from './record-audit.ts';
import type { Actor, ServiceContext } from './service-context.ts';
import { requirePasswordAgain } from './step-up.ts';

const SECRET_OCTETS = 20;
const RECOVERY_CODES = 10;

export interface SecondFactorView {
  readonly state: 'off' | 'begun' | 'on';
  readonly since: Date | null;
  readonly recoveryCodesLeft: number;
}

/** What an authenticator program is told, once. */
export interface BegunSecondFactor {
  readonly secret: string;
  readonly uri: string;
  /** The address as a QR code (ISO/IEC 18004): its side in modules, and the dark ones as an SVG path. */
  readonly qr: { readonly size: number; readonly path: string } | null;
}

export async function getSecondFactor(context: ServiceContext, actor: Actor | null): Promise<SecondFactorView> {
  authorise(actor, 'session.manage');
  if (actor.kind !== 'operator') return { state: 'off', since: null, recoveryCodesLeft: 0 };
  const present = await context.store.secondFactor(actor.operator.id);
  if (!present) return { state: 'off', since: null, recoveryCodesLeft: 0 };
  return {
    state: present.confirmedAt ? 'on' : 'begun',
    since: present.confirmedAt,
    recoveryCodesLeft: present.recoveryHashes.length,
  };
}

/** A new secret, which counts once a code of it was given. Throws `conflict` when one counts already, `step-up-required`. */
export async function beginSecondFactor(context: ServiceContext, actor: Actor | null): Promise<BegunSecondFactor> {
  authorise(actor, 'session.manage');
  const { id, email } = person(actor);
  requirePasswordAgain(context, actor, 'Setting up one-time codes');
  const secret = context.entropy.octets(SECRET_OCTETS);
  const organisation = (await context.store.instance())?.organisation ?? '';
  await context.store.transaction(async (tx) => {
    if ((await tx.secondFactor(id))?.confirmedAt)
      throw new CountersignError('conflict', 'One-time codes are on already. Turn them off first.');
    await tx.saveSecondFactor({
      operatorId: id,
      sealedSecret: context.secretBox.seal(secret, `second factor of ${id}`),
      createdAt: context.clock.now(),
      confirmedAt: null,
      lastStep: 0,
      recoveryHashes: [],
    });
  });
  const uri = otpauthUri(secret, `Countersign ${organisation}`.trim(), email);
  return { secret: base32(secret), uri, qr: qrSvgPath(uri) };
}

/** From now on signing in wants a code. Returns the recovery codes, once. Throws `validation-failed` at `code`, `conflict`. */
export async function confirmSecondFactor(
  context: ServiceContext,
  actor: Actor | null,
  code: string,
): Promise<{ readonly recoveryCodes: readonly string[] }> {
  authorise(actor, 'session.manage');
  const { id } = person(actor);
  const recoveryCodes = Array.from({ length: RECOVERY_CODES }, () => recoveryCode(context.entropy.octets(16)));
  const now = context.clock.now();
  await context.store.transaction(async (tx) => {
    const present = await tx.secondFactor(id);
    if (!present || present.confirmedAt)
      throw new CountersignError('conflict', 'There is nothing to confirm. Begin anew; the page may be an old one.');
    const step = stepOfCode(secretOf(context, present), code.trim(), now, 0);
    if (step === null)
      throw wrongCode('This is not the code of now. Check the clock of your device, and type the next one.');
    await tx.saveSecondFactor({
      ...present,
      confirmedAt: now,
      lastStep: step,
      recoveryHashes: recoveryCodes.map(recoveryHash),
    });
    await tx.endSessionsOf(id, actor.kind === 'operator' ? actor.sessionId : null);
    await recordAudit(context, tx, actor, 'operator.second-factor-on', { type: 'operator', id });
  });
  return { recoveryCodes };
}

/** One's own. Throws `step-up-required`, `conflict` when there is none. */
export async function removeSecondFactor(context: ServiceContext, actor: Actor | null): Promise<void> {
  authorise(actor, 'session.manage');
  requirePasswordAgain(context, actor, 'Turning one-time codes off');
  await remove(context, actor, person(actor).id);
}

/** Somebody else's, who lost the device and the recovery codes. Throws the same, and `not-found`. */
export async function removeSecondFactorOf(context: ServiceContext, actor: Actor | null, id: string): Promise<void> {
  authorise(actor, 'operator.manage');
  requireNoLimits(actor, 'Managing operators');
  requirePasswordAgain(context, actor, 'Turning the one-time codes of somebody off');
  if (!(await context.store.operator(id))) throw new CountersignError('not-found', 'There is no such operator.');
  await remove(context, actor, id);
}

async function remove(context: ServiceContext, actor: Actor, operatorId: string): Promise<void> {
  await context.store.transaction(async (tx) => {
    if (!(await tx.deleteSecondFactor(operatorId)))
      throw new CountersignError('conflict', 'One-time codes are off already.');
    await recordAudit(context, tx, actor, 'operator.second-factor-off', { type: 'operator', id: operatorId });
  });
}

/**
 * At sign-in, after the password was right. Throws `second-factor-required` without a code where one is wanted, and with a wrong or used one.
 * A recovery code counts once.
 */
export async function passSecondFactor(
  context: ServiceContext,
  operatorId: string,
  given: string | undefined,
): Promise<'none' | 'code' | 'recovery-code'> {
  const code = given?.trim() ?? '';
  return context.store.transaction(async (tx) => {
    const present = await tx.secondFactor(operatorId);
    if (!present?.confirmedAt) return 'none';
    if (code === '') throw codeRequired('Type the code that your authenticator program shows now, or a recovery code.');
    const step = stepOfCode(secretOf(context, present), code, context.clock.now(), present.lastStep);
    if (step !== null) {
      await tx.saveSecondFactor({ ...present, lastStep: step });
      return 'code';
    }
    const hash = recoveryHash(code);
    if (!present.recoveryHashes.includes(hash))
      throw codeRequired(
        'This code is wrong or was used. Type the next one that your program shows, or a recovery code.',
      );
    await tx.saveSecondFactor({ ...present, recoveryHashes: present.recoveryHashes.filter((one) => one !== hash) });
    return 'recovery-code';
  });
}

function person(actor: Actor): { readonly id: string; readonly email: string } {
  if (actor.kind !== 'operator') throw new CountersignError('forbidden', 'Only people have one-time codes.');
  return actor.operator;
}

function secretOf(context: ServiceContext, { sealedSecret, operatorId }: SecondFactor): Uint8Array {
  return context.secretBox.open(sealedSecret, `second factor of ${operatorId}`);
}

/** 128 bits in groups that can be read aloud. */
function recoveryCode(octets: Uint8Array): string {
  return (
    base32(octets)
      .toLowerCase()
      .match(/.{1,7}/g) ?? []
  ).join('-');
}

function recoveryHash(code: string): string {
  return createHash('sha256').update(code.toLowerCase().replace(/[\s-]/g, ''), 'utf8').digest('hex');
}

function codeRequired(message: string): CountersignError {
  return new CountersignError('second-factor-required', message, { fields: [{ field: 'code', message }] });
}

function wrongCode(message: string): CountersignError {
  return new CountersignError('validation-failed', message, { fields: [{ field: 'code', message }] });
}
