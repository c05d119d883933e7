import { describe, expect, it } from 'vitest';
import { endOfSigned, plannedLifeDays, planRollover, type RolloverQuestion, signerAt } from './rollover-plan.ts';

const DAY = 86_400_000;
const NOW = new Date('2026-11-30T12:00:00Z');
const days = (count: number) => new Date(NOW.getTime() + count * DAY);

/** The same numbers every time: mulberry32. */
function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

function questions(count: number): readonly RolloverQuestion[] {
  const next = random(20_261_130);
  const between = (least: number, most: number) => least + Math.floor(next() * (most - least + 1));
  return Array.from({ length: count }, () => {
    const began = between(0, 3_000);
    const left = between(-30, 3_000);
    const notBefore = days(-began);
    const notAfter = days(Math.max(left, 1 - began));
    const parentEnds = next() < 0.5 ? null : days(Math.max(left, 1) + between(0, 4_000));
    const madeBefore = between(0, began);
    const successor = next() < 0.3 ? { notBefore: days(-madeBefore), notAfter: days(between(1, 5_000)) } : null;
    const living = left > 0 && next() < 0.7 ? days(between(0, left)) : null;
    return {
      now: NOW,
      notBefore,
      notAfter,
      signedLifeDays: between(1, 900),
      distributionDays: between(0, 400),
      parentEnds,
      successor,
      lastLivingEnd: living,
    };
  });
}

/** Asked some hundred thousand times, so the words are made only when it does not hold. */
function hold(condition: boolean, about: object): void {
  if (!condition) expect.fail(JSON.stringify(about));
}

/** Every moment at which something changes, and those beside it. */
function moments(...edges: readonly Date[]): readonly Date[] {
  return edges
    .flatMap((edge) => [-DAY, -1_000, 0, 1_000, DAY].map((off) => new Date(edge.getTime() + off)))
    .concat(Array.from({ length: 40 }, (_, at) => days(at * 131)))
    .filter((at) => at >= NOW);
}

describe('the plan of a rollover', () => {
  it('leaves no moment without somebody who can sign, or says exactly which ones', () => {
    let [inTime, withGap] = [0, 0];
    for (const question of questions(4_000)) {
      const plan = planRollover(question);
      for (const at of moments(plan.createAt, plan.issueFrom, plan.oldEnds, plan.oldMayStopAt, plan.successorEnds)) {
        if (at >= plan.successorEnds) continue;
        const nobody = signerAt(plan, at) === null;
        const said = plan.gap !== null && at >= plan.gap.from && at < plan.gap.until;
        hold(nobody === said, { question, plan, at });
      }
      if (plan.lateDays === 0) inTime += 1;
      if (plan.gap) withGap += 1;
      // Whoever is in time has no gap, and shortens nothing.
      if (plan.lateDays === 0) expect([plan.gap, plan.shortestLifeDays]).toEqual([null, question.signedLifeDays]);
    }
    expect(inTime).toBeGreaterThan(500);
    expect(withGap).toBeGreaterThan(50);
  });

  it('lets nothing outlive what signed it, and says when the old one has nothing left', () => {
    for (const question of questions(4_000)) {
      const plan = planRollover(question);
      for (const at of moments(plan.issueFrom, plan.oldEnds, plan.shortenedFrom)) {
        const end = endOfSigned(plan, at, question.signedLifeDays);
        if (end === null) continue;
        const signer = signerAt(plan, at);
        const signerEnds = signer === 'old' ? plan.oldEnds : plan.successorEnds;
        hold(end <= signerEnds, { question, plan, at });
        if (signer !== 'old') continue;
        hold(end <= plan.oldMayStopAt, { question, plan, at });
        // Only from the moment that is named on do lives get shorter, and never below what is said.
        const lives = end.getTime() - at.getTime();
        if (at <= plan.shortenedFrom) hold(lives === question.signedLifeDays * DAY, { question, plan, at });
        hold(Math.ceil(lives / DAY) >= plan.shortestLifeDays, { question, plan, at });
      }
      if (question.lastLivingEnd) expect(plan.oldMayStopAt >= question.lastLivingEnd).toBe(true);
      expect(plan.oldMayStopAt <= plan.oldEnds || plan.oldEnds < NOW).toBe(true);
    }
  });

  it('never lets the successor sign before everybody knows it, nor live longer than the authority above', () => {
    for (const question of questions(4_000)) {
      const plan = planRollover(question);
      expect(plan.issueFrom.getTime() - plan.createAt.getTime()).toBe(question.distributionDays * DAY);
      if (question.successor) expect(plan.createAt).toEqual(question.successor.notBefore);
      else {
        expect(plan.createAt >= NOW).toBe(true);
        if (question.parentEnds) expect(plan.successorEnds <= question.parentEnds).toBe(true);
        // A plan that is not late gets the same day tomorrow: it does not slip.
        const tomorrow = planRollover({ ...question, now: days(1) });
        if (plan.createBy >= days(1)) expect(tomorrow.createAt).toEqual(plan.createAt);
      }
    }
  });

  it('works out the days of an example that was worked out by hand', () => {
    const plan = planRollover({
      now: NOW,
      notBefore: days(-365),
      notAfter: days(1_460),
      signedLifeDays: 90,
      distributionDays: 14,
      parentEnds: days(3_000),
      successor: null,
      lastLivingEnd: days(80),
    });
    expect(plan).toEqual({
      createBy: days(1_356),
      createAt: days(1_356),
      issueFrom: days(1_370),
      shortenedFrom: days(1_370),
      oldMayStopAt: days(1_460),
      oldEnds: days(1_460),
      successorEnds: days(3_000),
      lateDays: 0,
      shortestLifeDays: 90,
      gap: null,
      parentFirst: false,
    });
  });

  it('says what is late: shorter lives first, then a gap, and an authority above that ends too soon', () => {
    const late = {
      now: NOW,
      notBefore: days(-300),
      notAfter: days(60),
      signedLifeDays: 90,
      distributionDays: 30,
      parentEnds: null,
      successor: null,
      lastLivingEnd: days(50),
    };
    expect(planRollover(late)).toMatchObject({
      createAt: NOW,
      issueFrom: days(30),
      lateDays: 60,
      shortestLifeDays: 30,
      gap: null,
    });
    expect(planRollover({ ...late, distributionDays: 100 })).toMatchObject({
      shortestLifeDays: 0,
      gap: { from: days(60), until: days(100) },
    });
    expect(planRollover({ ...late, notAfter: days(-5), lastLivingEnd: null })).toMatchObject({
      gap: { from: NOW, until: days(30) },
    });
    expect(planRollover({ ...late, parentEnds: days(100) }).parentFirst).toBe(true);
    expect(planRollover({ ...late, parentEnds: days(120) }).parentFirst).toBe(false);
  });

  it('plans with lives that leave room: at most half of its own', () => {
    const year = { notBefore: NOW, notAfter: days(365) };
    expect(plannedLifeDays([90, 30], year)).toBe(90);
    expect(plannedLifeDays([825], year)).toBe(182);
    expect(plannedLifeDays([], year)).toBe(1);
    expect(plannedLifeDays([90], { notBefore: NOW, notAfter: days(1) })).toBe(1);
  });
});
