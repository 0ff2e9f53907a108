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
/** What comes of one try: its result, or what it is refused with. */
const result = (tries: FailedAttempts, name: string, address: string, work: () => Promise<unknown> = wrong) =>
  tries.attempt(name, address, work, isWrong).catch((error: any) => error.code ?? error.message);
const fail = async (tries: FailedAttempts, times: number, name: string, address: string) => {
  for (let time = 0; time < times; time++) await result(tries, name, address);
};
const right = async () => 'right';

describe('wrong tries', () => {
  it('are let through up to the limit, and then nothing is tried', async () => {
    const tries = createFailedAttempts({ limits: { pair: 2 } });
    const work = vi.fn<typeof right>(right);
    expect(await result(tries, 'ada', '192.0.2.1')).toBe('wrong');
    expect(await result(tries, 'ada', '192.0.2.1', work)).toBe('right');
    expect(await result(tries, 'ada', '192.0.2.1')).toBe('wrong');
    expect(await result(tries, 'ada', '192.0.2.1', work)).toBe('too_many_attempts');
    expect(work).toHaveBeenCalledTimes(1);
  });

  it('are forgotten a quarter of an hour after the first', async () => {
    const tries = createFailedAttempts({ limits: { pair: 2 } });
    await fail(tries, 1, 'ada', '192.0.2.1');
    vi.advanceTimersByTime(5 * MINUTE);
    await fail(tries, 1, 'ada', '192.0.2.1');
    vi.advanceTimersByTime(10 * MINUTE - 1000);
    const refused = await tries.attempt('ada', '192.0.2.1', right, isWrong).catch((error: any) => error);
    expect(refused.body().detail).toMatch(/Too many wrong .*in 1 seconds/);
    expect(refused.headers).toEqual({ 'retry-after': '1' });
    vi.advanceTimersByTime(1000);
    expect(await result(tries, 'ada', '192.0.2.1', right)).toBe('right');
  });

  it('do not count when they are right, or fail for another reason', async () => {
    const tries = createFailedAttempts({ limits: { pair: 1, network: 1, name: 1 } });
    const broken = async () => {
      throw new Error('no database');
    };
    for (let time = 0; time < 3; time++) {
      expect(await result(tries, 'ada', '192.0.2.1', right)).toBe('right');
      expect(await result(tries, 'ada', '192.0.2.1', broken)).toBe('no database');
    }
  });

  it.each([
    ['pair', [true, false, false]],
    ['network', [true, true, false]],
    ['name', [true, false, true]],
  ] as const)('are counted by %s', async (kind, stopped) => {
    const tries = createFailedAttempts({ limits: { [kind]: 3 } });
    await fail(tries, 3, 'ada', '192.0.2.1');
    const results = [];
    for (const [name, address] of [
      ['ada', '192.0.2.1'],
      ['bob', '192.0.2.1'],
      ['ada', '192.0.2.2'],
    ] as const)
      results.push((await result(tries, name, address, right)) === 'too_many_attempts');
    expect(results).toEqual(stopped);
  });

  it('of one network are those of its whole /64', async () => {
    const tries = createFailedAttempts({ limits: { network: 1 } });
    await fail(tries, 1, 'ada', '2001:db8:1:1::1');
    expect(await result(tries, 'bob', '2001:db8:1:1:2::2', right)).toBe('too_many_attempts');
    expect(await result(tries, 'bob', '2001:db8:1:2::1', right)).toBe('right');
  });

  it('count for each set of limits apart', async () => {
    const [one, other] = [createFailedAttempts({ limits: { name: 1 } }), createFailedAttempts({ limits: { name: 1 } })];
    await fail(one, 1, 'ada', '192.0.2.1');
    expect(await result(other, 'ada', '192.0.2.1', right)).toBe('right');
  });

  it('of others keep out nobody who is known there, and their own do', async () => {
    const isKnown = vi.fn<(name: string, network: string) => Promise<boolean>>(async (name) => name === 'ada');
    const tries = createFailedAttempts({ limits: { pair: 2, network: 4, name: 4 }, isKnown });
    for (const name of ['eve1', 'eve2']) await fail(tries, 2, name, '192.0.2.1');
    expect(await result(tries, 'ada', '192.0.2.1', right)).toBe('right');
    expect(isKnown).toHaveBeenLastCalledWith('ada', '192.0.2.1');
    expect(await result(tries, 'bob', '192.0.2.1', right)).toBe('too_many_attempts');
    await fail(tries, 2, 'ada', '192.0.2.1');
    isKnown.mockClear();
    expect(await result(tries, 'ada', '192.0.2.1', right)).toBe('too_many_attempts');
    expect(isKnown).not.toHaveBeenCalled();
    // Where no limit is reached nobody is asked.
    expect(await result(tries, 'ada', '192.0.2.2', right)).toBe('right');
    expect(isKnown).not.toHaveBeenCalled();
  });

  it('tell the longest of the waits', async () => {
    const tries = createFailedAttempts({ limits: { network: 1, name: 2 } });
    await fail(tries, 1, 'ada', '192.0.2.1');
    vi.advanceTimersByTime(10 * MINUTE);
    await fail(tries, 1, 'bob', '192.0.2.2');
    await fail(tries, 1, 'bob', '192.0.2.3');
    const wait = async (name: string, address: string) =>
      (await tries.attempt(name, address, right, isWrong).catch((error: any) => error)).headers['retry-after'];
    expect(await wait('carl', '192.0.2.1')).toBe(String(5 * 60));
    expect(await wait('bob', '192.0.2.1')).toBe(String(15 * 60));
  });

  it.each([
    [{ pair: 5 }, 'ada 192.0.2.1', ['bob 192.0.2.1', 'ada 192.0.2.2']],
    [{ name: 5 }, 'ada 192.0.2.9', ['bob 192.0.2.1']],
  ])('with the limits %j are made one after the other by who is counted', async (limits, waiting, free) => {
    const tries = createFailedAttempts({ limits });
    const { promise, resolve } = Promise.withResolvers<void>();
    const done: string[] = [];
    const begin = (who: string, work: () => Promise<unknown>) => {
      const [name = '', address = ''] = who.split(' ');
      return result(tries, name, address, work).then(() => void done.push(who));
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

  it('wait for those that wait already, however many have ended', async () => {
    const tries = createFailedAttempts({ limits: { pair: 5 } });
    const { promise, resolve } = Promise.withResolvers<void>();
    const begun: string[] = [];
    const begin = (which: string, until?: Promise<void>) =>
      result(tries, 'ada', '192.0.2.1', async () => {
        begun.push(which);
        await until;
      });
    const first = begin('first');
    const second = begin('second', promise);
    await first;
    await vi.waitFor(() => expect(begun).toEqual(['first', 'second']));
    const third = begin('third');
    await result(tries, 'bob', '192.0.2.1', right);
    expect(begun).toEqual(['first', 'second']);
    resolve();
    await Promise.all([second, third]);
    expect(begun).toEqual(['first', 'second', 'third']);
  });
});

describe('what a link opens', () => {
  it('is refused after too many wrong links from a network, and never to a right one', async () => {
    const pace = createRateLimit({ points: 2, seconds: 60 });
    const open = (address: string, work: () => Promise<unknown>) =>
      withLink(pace, address, work, isWrong).catch((error: any) => error.code ?? error.message);
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

  it('lets through so many within its time, for each apart', async () => {
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

  it('is asked about without counting', async () => {
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
