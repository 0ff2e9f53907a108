import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { body, nobody, signIn, withKey } from '../src/client.ts';
import { datum, fixture, newFigure, newKey, newRevision } from '../src/fixture.ts';
import { stranger } from '../src/target.ts';

describe('a search', () => {
  const here = fixture();
  const word = `zebrafish${randomUUID().replace(/[^a-f]/g, '')}`;

  /** Asks at most five times a second, until something is found. */
  async function found(q: string): Promise<{ answer: any; afterMs: number }> {
    const started = performance.now();
    for (;;) {
      const answer = await body(200, here.user.get(`search/?q=${encodeURIComponent(q)}`));
      const afterMs = performance.now() - started;
      if (answer.results.length > 0 || afterMs > 10_000) return { answer, afterMs };
      await sleep(200);
    }
  }

  test('finds a published revision by its code within two seconds [18.1, 18.4]', async () => {
    const figure = (await newFigure(here.user, here.analysis)).api_id;
    await newRevision(here.user, figure, [datum('code', `plot(${word})\n`, { type: 'code' })]);
    const { answer, afterMs } = await found(word);
    expect(answer.results).toMatchObject([
      { type: 'figure', api_id: figure, analysis: here.analysis, match: { in: 'code', text: `plot(${word})` } },
    ]);
    expect(answer.counts).toMatchObject({ total: 1, complete: true });
    expect(afterMs).toBeLessThan(2000);
    const other = await signIn(stranger);
    expect((await body(200, other.get(`search/?q=${word}`))).counts.total).toBe(0);
  });

  test('is for people and keys that may view, ten times a second [18.5]', async () => {
    await body(403, nobody.get('search/?q=a'));
    const { token } = await newKey(here.user, { permission: 'publish' });
    await body(403, withKey(token).get('search/?q=a'));
    const other = await signIn(stranger);
    const answers = await Promise.all(Array.from({ length: 30 }, () => other.get('search/?q=a')));
    const refused = answers.filter(({ status }) => status === 429);
    expect(refused.length).toBeGreaterThan(0);
    expect(refused[0]?.headers.get('retry-after')).toBe('1');
  });
});
