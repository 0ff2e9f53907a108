import { describe, expect, test } from 'vitest';
import { body, nobody, signIn, withKey } from '../src/client.ts';
import { fixture, newFigure, newKey, newRevision } from '../src/fixture.ts';
import { stranger } from '../src/target.ts';

const DIGITS = '0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ';
const base62 = (number: number): string =>
  number < 62 ? (DIGITS[number] ?? '') : `${base62(Math.floor(number / 62))}${DIGITS[number % 62]}`;

describe('short IDs', () => {
  const here = fixture();
  const reserve = async (): Promise<string> => (await body(201, here.user.post('short_id_prefix/reserve/', {}))).prefix;
  const publish = (short_id: unknown) =>
    here.user.post('revision/', { figure: here.figure, metadata: {}, data: [], short_id });

  test('a prefix has 8 base62 characters and is new each time [8.1]', async () => {
    const prefixes = await Promise.all(Array.from({ length: 20 }, reserve));
    for (const prefix of prefixes) expect(prefix).toMatch(/^[0-9a-zA-Z]{8}$/);
    expect(new Set(prefixes).size).toBe(20);
  });

  test('a client counts by itself, and the revision keeps its short ID [8.2, 11.47]', async () => {
    const prefix = await reserve();
    for (const counter of [0, 1, 61, 62, 4000]) {
      const made = await body(201, publish(`${prefix}${base62(counter)}`));
      expect(made.short_id).toBe(`${prefix}${base62(counter)}`);
      expect((await body(200, here.user.get(`revision/${made.api_id}/`))).short_id).toBe(made.short_id);
      const { revisions } = await body(200, here.user.get(`figure/${here.figure}/`));
      expect(revisions.at(-1).short_id).toBe(made.short_id);
    }
    const without = await newRevision(here.user, here.figure);
    expect(without).toHaveProperty('short_id');
  });

  test('a short ID leads to its revision [8.3]', async () => {
    const made = await body(201, publish(`${await reserve()}a`));
    const found = await body(200, here.user.get(`short_id/${made.short_id}/`));
    expect(found).toEqual({ revision: made.api_id, figure: here.figure });
    const swapped = made.short_id.replace(/[a-zA-Z]/g, (letter: string) =>
      letter === letter.toLowerCase() ? letter.toUpperCase() : letter.toLowerCase(),
    );
    expect((await here.user.get(`short_id/${swapped}/`)).status).toBe(404);
  });

  test('the short ID of a hidden revision gets the same answer as an unknown one [8.3]', async () => {
    const prefix = await reserve();
    const made = await body(201, publish(`${prefix}a`));
    const other = await signIn(stranger);
    const key = await newKey(other);
    for (const caller of [nobody, other, withKey(key.token)]) {
      const [there, missing] = [await caller.get(`short_id/${prefix}a/`), await caller.get(`short_id/${prefix}b/`)];
      expect([there.status, there.text]).toEqual([404, missing.text]);
      expect(missing.status).toBe(404);
      const [page, none] = [await caller.get(`/r/${prefix}a`), await caller.get(`/r/${prefix}b`)];
      expect([page.status, page.text]).toEqual([200, none.text]);
      // API IDs can't be guessed, so they still answer 403.
      await body(403, caller.get(`revision/${made.api_id}/`));
    }
    await body(200, here.user.post(`figure/${here.figure}/share/link/`, { enabled: true }));
    expect((await body(200, nobody.get(`short_id/${prefix}a/`))).revision).toBe(made.api_id);
    expect((await nobody.get(`short_id/${prefix}b/`)).status).toBe(404);
    await body(200, here.user.post(`figure/${here.figure}/share/link/`, { enabled: false }));
    await body(204, other.delete(`api_key/${key.api_id}/`));
  });

  test('a prefix that the caller did not reserve is refused [8.4]', async () => {
    const other = await signIn(stranger);
    const { prefix } = await body(201, other.post('short_id_prefix/reserve/'));
    for (const short_id of [`${prefix}0`, 'zzzzzzzz0', '00000000a'])
      expect([400, 409], short_id).toContain((await publish(short_id)).status);
  });

  test('an invalid short ID is 400 [8.4]', async () => {
    const prefix = await reserve();
    for (const short_id of [prefix, `${prefix}-`, `${prefix}é`, '', 'x', `${prefix}0/..`, 5])
      expect([400, 409], String(short_id)).toContain((await publish(short_id)).status);
  });

  test('a short ID that is taken is refused, and its revision keeps it [8.5]', async () => {
    const prefix = await reserve();
    const first = await body(201, publish(`${prefix}0`));
    expect([400, 409]).toContain((await publish(`${prefix}0`)).status);
    const figure = await newFigure(here.user, here.analysis);
    const again = { figure: figure.api_id, metadata: {}, data: [], short_id: `${prefix}0` };
    expect([400, 409]).toContain((await here.user.post('revision/', again)).status);
    expect((await body(200, here.user.get(`short_id/${prefix}0/`))).revision).toBe(first.api_id);
    const racing = await Promise.all(Array.from({ length: 8 }, () => publish(`${prefix}1`)));
    expect(racing.filter((one) => one.status === 201).length).toBe(1);
  });
});
