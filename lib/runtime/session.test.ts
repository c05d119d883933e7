import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { sessionEnd } from '../services/sign-in.ts';
import { addOperator, startTestContext, type TestContext } from './context.test-support.ts';

let test: TestContext;
let headers: Headers;
const PERSON = { email: 'heron@example.test', password: 'correct horse battery staple' };
beforeAll(async () => {
  test = await startTestContext();
  await addOperator(test.context, PERSON);
});
afterAll(() => test.close());
afterEach(() => vi.useRealTimers());

/** Only the date moves: timers of the database and of the signer go on. */
const atMinute = (minute: number) => vi.setSystemTime(START.getTime() + minute * 60_000);
const START = new Date('2026-06-01T08:00:00Z');

async function begin(): Promise<void> {
  vi.useFakeTimers({ toFake: ['Date'], now: START });
  const { setCookies } = await test.context.authentication.signIn({ ...PERSON, headers: new Headers() });
  headers = new Headers({ cookie: setCookies[0]?.split(';')[0] ?? '' });
}
const use = (extend = true) => test.context.authentication.authenticate(headers, { extend });

describe('a session', () => {
  it('lasts longer when it is used, and not when a page only asks about it', async () => {
    await begin();
    atMinute(10);
    expect(await use(false)).not.toBeNull();
    atMinute(14);
    const asked = await use(false);
    expect(asked && sessionEnd(asked.session, new Date()).secondsLeft).toBe(60);
    await use();
    const used = await use(false);
    expect(used && sessionEnd(used.session, new Date()).secondsLeft).toBe(900);
    atMinute(14 + 16);
    expect(await use()).toBeNull();
  });

  it('ends after eight hours, however much it is used; what is left says so', async () => {
    await begin();
    for (let minute = 10; minute < 480; minute += 10) {
      atMinute(minute);
      expect(await use(), `${minute}`).not.toBeNull();
    }
    const last = await use(false);
    expect(last && sessionEnd(last.session, new Date())).toEqual({ secondsLeft: 600, secondsAtMost: 600 });
    atMinute(481);
    expect(await use()).toBeNull();
  });
});
