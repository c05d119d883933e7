/**
 * When an authority has to be replaced, so that somebody can sign at every moment and nothing that was signed outlives what
 * signed it. Pure arithmetic on moments: what it says holds whatever the clock does meanwhile.
 */

export interface RolloverQuestion {
  readonly now: Date;
  /** Of the certificate in force. */
  readonly notBefore: Date;
  readonly notAfter: Date;
  /** Days that the longest-living thing lives which it signs. */
  readonly signedLifeDays: number;
  /** Days from the making of the successor until all who have to know it do. */
  readonly distributionDays: number;
  /** Nothing it signs may end later; null for a root. */
  readonly parentEnds: Date | null;
  /** The one that took its place already; null: none yet. */
  readonly successor: { readonly notBefore: Date; readonly notAfter: Date } | null;
  /** When the last living thing ends that it has signed; null: nothing lives. */
  readonly lastLivingEnd: Date | null;
}

export interface RolloverPlan {
  /** The last moment to make the successor without anything getting shorter than usual. May be past. */
  readonly createBy: Date;
  /** When it is made: then, or now when that is past; or when it was made. */
  readonly createAt: Date;
  /** From then on it is known everywhere and signs instead of the old one. */
  readonly issueFrom: Date;
  /** From then until `issueFrom` what the old one signs lives shorter than usual; equal to `issueFrom` or later when nothing does. */
  readonly shortenedFrom: Date;
  /** Nothing that the old one signed lives any more: it may be turned off and, if a root, be taken out of trust stores. */
  readonly oldMayStopAt: Date;
  readonly oldEnds: Date;
  /** As long a life as the old one had, within that of the authority above. */
  readonly successorEnds: Date;
  /** Whole days by which `issueFrom` is later than it should be; 0: in time. */
  readonly lateDays: number;
  /** Whole days that the last thing lives which the old one signs; `signedLifeDays` when in time. */
  readonly shortestLifeDays: number;
  /** When nobody can sign; null: never, up to the successor's end. */
  readonly gap: { readonly from: Date; readonly until: Date } | null;
  /** The authority above ends too soon for a successor that is of use: it has to be replaced first. */
  readonly parentFirst: boolean;
}

export function planRollover(question: RolloverQuestion): RolloverPlan {
  const { successor } = question;
  const now = question.now.getTime();
  const ends = question.notAfter.getTime();
  const life = question.signedLifeDays * DAY;
  const distribution = question.distributionDays * DAY;
  const issueBy = ends - life;
  const createBy = issueBy - distribution;
  const createAt = successor ? successor.notBefore.getTime() : Math.max(now, createBy);
  const issueFrom = createAt + distribution;
  const successorEnds = successor
    ? successor.notAfter.getTime()
    : Math.min(
        createAt + (ends - question.notBefore.getTime()),
        question.parentEnds?.getTime() ?? Number.POSITIVE_INFINITY,
      );
  const lastSigning = Math.min(issueFrom, ends);
  // What was signed ends when it ends; what may still be signed ends a life later, and never after the old one itself.
  const stillSigned = lastSigning > now ? lastSigning + life : now;
  const lastEnd = Math.max(question.lastLivingEnd?.getTime() ?? now, stillSigned);
  return {
    createBy: new Date(createBy),
    createAt: new Date(createAt),
    issueFrom: new Date(issueFrom),
    shortenedFrom: new Date(issueBy),
    oldMayStopAt: new Date(Math.min(lastEnd, Math.max(ends, now))),
    oldEnds: question.notAfter,
    successorEnds: new Date(successorEnds),
    lateDays: Math.max(0, Math.ceil((issueFrom - issueBy) / DAY)),
    shortestLifeDays: Math.min(question.signedLifeDays, Math.max(0, Math.floor((ends - lastSigning) / DAY))),
    gap: issueFrom > ends ? { from: new Date(Math.max(ends, now)), until: new Date(issueFrom) } : null,
    parentFirst: question.parentEnds !== null && successorEnds < issueFrom + life,
  };
}

/** Who signs at a moment from `now` on by this plan; null: nobody can. */
export function signerAt(plan: RolloverPlan, at: Date): 'old' | 'successor' | null {
  if (at < plan.issueFrom && at < plan.oldEnds) return 'old';
  return at >= plan.issueFrom && at < plan.successorEnds ? 'successor' : null;
}

/** When what is signed at a moment ends by this plan, if it is to live so many days; null: nobody can sign it. */
export function endOfSigned(plan: RolloverPlan, at: Date, signedLifeDays: number): Date | null {
  const signer = signerAt(plan, at);
  if (signer === null) return null;
  const limit = signer === 'old' ? plan.oldEnds : plan.successorEnds;
  return new Date(Math.min(at.getTime() + signedLifeDays * DAY, limit.getTime()));
}

/**
 * The longest life that is planned with: what is known of the lives of what it signs, but no more than half of its own,
 * as otherwise it would have to be replaced before it began.
 */
export function plannedLifeDays(known: readonly number[], authority: { notBefore: Date; notAfter: Date }): number {
  const half = Math.floor((authority.notAfter.getTime() - authority.notBefore.getTime()) / DAY / 2);
  return Math.max(1, Math.min(Math.max(1, ...known), Math.max(1, half)));
}

const DAY = 86_400_000;
