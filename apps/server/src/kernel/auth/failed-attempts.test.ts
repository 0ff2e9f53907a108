import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createFailedAttempts, type FailedAttempts, withLink } from './failed-attempts.ts';
import { createRateLimit } from './rate-limit.ts';

const MINUTE = 60_000;
beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

class Wrong extends Error {}
const wrong = async () => {
  throw new Wrong('wrong');
};
const isWrong = (error: unknown) => error instanceof Wrong;
/** Returns the result of one attempt, or the code of its error. */
const result = (attempts: FailedAttempts, name: string, address: string, work: () => Promise<unknown> = wrong) =>
  attempts.attempt(name, address, work, isWrong).catch((error: any) => error.code ?? error.message);
const fail = async (attempts: FailedAttempts, times: number, name: string, address: string) => {
  for (let time = 0; time < times; time++) await result(attempts, name, address);
};
const right = async () => 'right';

describe('failed attempts', () => {
  it('run up to the limit, and later ones do not run', async () => {
    const attempts = createFailedAttempts({ limits: { pair: 2 } });
    const work = vi.fn<typeof right>(right);
    expect(await result(attempts, 'ada', '192.0.2.1')).toBe('wrong');
    expect(await result(attempts, 'ada', '192.0.2.1', work)).toBe('right');
    expect(await result(attempts, 'ada', '192.0.2.1')).toBe('wrong');
    expect(await result(attempts, 'ada', '192.0.2.1', work)).toBe('too_many_attempts');
    expect(work).toHaveBeenCalledTimes(1);
  });

  it('are forgotten a quarter of an hour after the first', async () => {
    const attempts = createFailedAttempts({ limits: { pair: 2 } });
    await fail(attempts, 1, 'ada', '192.0.2.1');
    vi.advanceTimersByTime(5 * MINUTE);
    await fail(attempts, 1, 'ada', '192.0.2.1');
    vi.advanceTimersByTime(10 * MINUTE - 1000);
    const refused = await attempts.attempt('ada', '192.0.2.1', right, isWrong).catch((error: any) => error);
    expect(refused.body().detail).toMatch(/Too many failed attempts.*in 1 seconds/);
    expect(refused.headers).toEqual({ 'retry-after': '1' });
    vi.advanceTimersByTime(1000);
    expect(await result(attempts, 'ada', '192.0.2.1', right)).toBe('right');
  });

  it('do not include successes and other errors', async () => {
    const attempts = createFailedAttempts({ limits: { pair: 1, network: 1, name: 1 } });
    const broken = async () => {
      throw new Error('no database');
    };
    for (let time = 0; time < 3; time++) {
      expect(await result(attempts, 'ada', '192.0.2.1', right)).toBe('right');
      expect(await result(attempts, 'ada', '192.0.2.1', broken)).toBe('no database');
    }
  });

  it.each([
    ['pair', [true, false, false]],
    ['network', [true, true, false]],
    ['name', [true, false, true]],
  ] as const)('are counted by %s', async (kind, stopped) => {
    const attempts = createFailedAttempts({ limits: { [kind]: 3 } });
    await fail(attempts, 3, 'ada', '192.0.2.1');
    const results = [];
    for (const [name, address] of [
      ['ada', '192.0.2.1'],
      ['bob', '192.0.2.1'],
      ['ada', '192.0.2.2'],
    ] as const)
      results.push((await result(attempts, name, address, right)) === 'too_many_attempts');
    expect(results).toEqual(stopped);
  });

  it('of an IPv6 network are counted for its /64', async () => {
    const attempts = createFailedAttempts({ limits: { network: 1 } });
    await fail(attempts, 1, 'ada', '2001:db8:1:1::1');
    expect(await result(attempts, 'bob', '2001:db8:1:1:2::2', right)).toBe('too_many_attempts');
    expect(await result(attempts, 'bob', '2001:db8:1:2::1', right)).toBe('right');
  });

  it('are counted separately for each instance', async () => {
    const [one, other] = [createFailedAttempts({ limits: { name: 1 } }), createFailedAttempts({ limits: { name: 1 } })];
    await fail(one, 1, 'ada', '192.0.2.1');
    expect(await result(other, 'ada', '192.0.2.1', right)).toBe('right');
  });

  it('of others do not lock out a known name, and its own do', async () => {
    const isKnown = vi.fn<(name: string, network: string) => Promise<boolean>>(async (name) => name === 'ada');
    const attempts = createFailedAttempts({ limits: { pair: 2, network: 4, name: 4 }, isKnown });
    for (const name of ['eve1', 'eve2']) await fail(attempts, 2, name, '192.0.2.1');
    expect(await result(attempts, 'ada', '192.0.2.1', right)).toBe('right');
    expect(isKnown).toHaveBeenLastCalledWith('ada', '192.0.2.1');
    expect(await result(attempts, 'bob', '192.0.2.1', right)).toBe('too_many_attempts');
    await fail(attempts, 2, 'ada', '192.0.2.1');
    isKnown.mockClear();
    expect(await result(attempts, 'ada', '192.0.2.1', right)).toBe('too_many_attempts');
    expect(isKnown).not.toHaveBeenCalled();
    // Without a reached limit, `isKnown` does not run.
    expect(await result(attempts, 'ada', '192.0.2.2', right)).toBe('right');
    expect(isKnown).not.toHaveBeenCalled();
  });

  it('have the longest wait of all reached limits', async () => {
    const attempts = createFailedAttempts({ limits: { network: 1, name: 2 } });
    await fail(attempts, 1, 'ada', '192.0.2.1');
    vi.advanceTimersByTime(10 * MINUTE);
    await fail(attempts, 1, 'bob', '192.0.2.2');
    await fail(attempts, 1, 'bob', '192.0.2.3');
    const wait = async (name: string, address: string) =>
      (await attempts.attempt(name, address, right, isWrong).catch((error: any) => error)).headers['retry-after'];
    expect(await wait('carl', '192.0.2.1')).toBe(String(5 * 60));
    expect(await wait('bob', '192.0.2.1')).toBe(String(15 * 60));
  });

  it.each([
    [{ pair: 5 }, 'ada 192.0.2.1', ['bob 192.0.2.1', 'ada 192.0.2.2']],
    [{ name: 5 }, 'ada 192.0.2.9', ['bob 192.0.2.1']],
  ])('with the limits %j are made one after the other by who is counted', async (limits, waiting, free) => {
    const attempts = createFailedAttempts({ limits });
    const { promise, resolve } = Promise.withResolvers<void>();
    const done: string[] = [];
    const begin = (who: string, work: () => Promise<unknown>) => {
      const [name = '', address = ''] = who.split(' ');
      return result(attempts, name, address, work).then(() => void done.push(who));
    };
    const first = begin('ada 192.0.2.1', async () => {
      await promise;
      throw new Wrong();
    });
    const second = begin(waiting, right);
    await Promise.all(free.map((who) => begin(who, right)));
    expect(done.toSorted()).toEqual(free.toSorted());
    done.length = 0;
    resolve();
    await Promise.all([first, second]);
    expect(done).toEqual(['ada 192.0.2.1', waiting]);
  });

  it('run one after the other, also after many have ended', async () => {
    const attempts = createFailedAttempts({ limits: { pair: 5 } });
    const { promise, resolve } = Promise.withResolvers<void>();
    const begun: string[] = [];
    const begin = (which: string, until?: Promise<void>) =>
      result(attempts, 'ada', '192.0.2.1', async () => {
        begun.push(which);
        await until;
      });
    const first = begin('first');
    const second = begin('second', promise);
    await first;
    await vi.waitFor(() => expect(begun).toEqual(['first', 'second']), 30_000);
    const third = begin('third');
    await result(attempts, 'bob', '192.0.2.1', right);
    expect(begun).toEqual(['first', 'second']);
    resolve();
    await Promise.all([second, third]);
    expect(begun).toEqual(['first', 'second', 'third']);
  });
});

describe('the work of a link', () => {
  it('is refused after too many wrong links from a network, and never for a valid one', async () => {
    const limit = createRateLimit({ points: 2, seconds: 60 });
    const open = (address: string, work: () => Promise<unknown>) =>
      withLink(limit, address, work, isWrong).catch((error: any) => error.code ?? error.message);
    const broken = async () => {
      throw new Error('no database');
    };
    for (let time = 0; time < 3; time++) expect(await open('2001:db8::1', broken)).toBe('no database');
    for (let time = 0; time < 2; time++) expect(await open(`2001:db8::${time}`, wrong)).toBe('wrong');
    expect(await open('2001:db8::3', wrong)).toBe('too_many_attempts');
    expect(await open('2001:db8::3', right)).toBe('right');
    expect(await open('192.0.2.1', wrong)).toBe('wrong');
  });
});

describe('a rate limit', () => {
  const code = (work: Promise<void>) =>
    work.then(
      () => 'ok',
      (error: any) => error.code,
    );

  it('accepts its number of requests within its time, separately for each caller', async () => {
    const limit = createRateLimit({ points: 2, seconds: 10 });
    expect(await code(limit.check('ada'))).toBe('ok');
    vi.advanceTimersByTime(4000);
    expect(await code(limit.check('ada'))).toBe('ok');
    const refused = await limit.check('ada').catch((error: any) => error);
    expect(refused.body()).toEqual({
      code: 'too_many_attempts',
      detail: expect.stringMatching(/Too many requests.*in 6 seconds/),
    });
    expect(refused.headers).toEqual({ 'retry-after': '6' });
    expect(await code(limit.check('bob'))).toBe('ok');
    vi.advanceTimersByTime(6000);
    expect(await code(limit.check('ada'))).toBe('ok');
  });

  it('can be checked without counting', async () => {
    const limit = createRateLimit({ points: 2, seconds: 10 });
    for (let time = 0; time < 3; time++) expect(await code(limit.demand('ada'))).toBe('ok');
    await limit.check('ada');
    expect(await code(limit.demand('ada'))).toBe('ok');
    await limit.check('ada');
    const refused = await limit.demand('ada').catch((error: any) => error);
    expect(refused.body()).toEqual({
      code: 'too_many_attempts',
      detail: expect.stringMatching(/Too many requests.*in 10 seconds/),
    });
    expect(await code(limit.demand('bob'))).toBe('ok');
  });
});
