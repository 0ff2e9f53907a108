import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { body, type Caller, signIn, withKey } from '../src/client.ts';
import { newKey } from '../src/fixture.ts';
import { keyHolder, repeats } from '../src/target.ts';

const LIMIT = 25;

/** These tests count the keys of their account, so no other test may use it. */
describe('races over API keys', () => {
  let user: Caller;
  const made = new Set<string>();

  const revokeMade = async () => {
    for (const id of made) await body(204, user.delete(`api_key/${id}/`));
    made.clear();
  };
  const count = async () => (await body(200, user.get('api_key/'))).length as number;
  const fillTo = async (number: number) => {
    for (let live = await count(); live < number; live++) made.add((await newKey(user)).api_id);
    expect(await count()).toBe(number);
  };

  beforeAll(async () => {
    user = await signIn(keyHolder);
    for (const key of await body(200, user.get('api_key/')))
      if (key.name.startsWith('acceptance ')) await body(204, user.delete(`api_key/${key.api_id}/`));
  });
  afterAll(revokeMade);

  test('the 26th key is 400 with a reason, and works after another one is revoked [3.6]', async () => {
    await fillTo(LIMIT);
    const refused = await body(400, user.post('api_key/', { name: 'acceptance 26th' }));
    expect(refused.detail).toContain('25');
    const [first] = made;
    await body(204, user.delete(`api_key/${first}/`));
    made.delete(first ?? '');
    made.add((await newKey(user)).api_id);
    expect(await count()).toBe(LIMIT);
    await revokeMade();
  });

  test(
    '100 creates at once with 24 keys give one 201 and 99 times 400 [3.6]',
    async () => {
      for (let round = 0; round < repeats; round++) {
        await fillTo(LIMIT - 1);
        const answers = await Promise.all(
          Array.from({ length: 100 }, (_, index) => user.post('api_key/', { name: `acceptance race ${index}` })),
        );
        const won = answers.filter((one) => one.status === 201);
        for (const { body: key } of won) made.add(key.api_id);
        expect(won.length).toBe(1);
        expect(answers.filter((one) => one.status === 400).length).toBe(99);
        expect(await count()).toBe(LIMIT);
        for (const { body: key } of won) {
          await body(204, user.delete(`api_key/${key.api_id}/`));
          made.delete(key.api_id);
        }
      }
      await revokeMade();
    },
    10_000 + repeats * 3000,
  );

  test(
    'a key used in a loop never works after its revocation was answered [3.5]',
    async () => {
      for (let round = 0; round < repeats; round++) {
        const key = await newKey(user);
        const caller = withKey(key.token);
        const state = { revoked: false, used: 0 };
        const late: number[] = [];
        const use = async () => {
          for (let after = 0; after < 3; ) {
            const sentAfter = state.revoked;
            const { status } = await caller.get('user/');
            if (sentAfter) {
              late.push(status);
              after++;
            } else if (status === 200) state.used++;
          }
        };
        const users = [use(), use(), use(), use()];
        while (state.used < 8) await user.get('info/');
        await body(204, user.delete(`api_key/${key.api_id}/`));
        state.revoked = true;
        await Promise.all(users);
        expect(state.used).toBeGreaterThanOrEqual(8);
        // After 300 refused keys from one network in a quarter of an hour, a refusal is 429.
        expect(late.map((status) => status === 401 || status === 429)).toEqual(Array(12).fill(true));
      }
    },
    10_000 + repeats * 2000,
  );
});
