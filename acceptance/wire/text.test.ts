import { type Operation, operations } from '@gofigr/contract';
import { IsArray, IsBoolean, IsInteger, IsLiteral, IsNumber, IsObject, IsString, IsUnion, type TSchema } from 'typebox';
import { describe, expect, test } from 'vitest';
import { type Answer, body } from '../src/client.ts';
import { datum, fixture, newRevision } from '../src/fixture.ts';
import { owner } from '../src/target.ts';

/** Makes a value of a schema. Fields with an object's ID get one of `ids`. */
function sample(schema: TSchema, ids: Record<string, string>, name = ''): unknown {
  if (IsUnion(schema)) return sample(schema.anyOf[0] as TSchema, ids, name);
  if (IsObject(schema))
    return Object.fromEntries(Object.entries(schema.properties).map(([key, field]) => [key, sample(field, ids, key)]));
  if (IsArray(schema)) return [sample(schema.items, ids, name)];
  if (IsLiteral(schema)) return schema.const;
  if (IsBoolean(schema)) return false;
  if (IsInteger(schema) || IsNumber(schema)) return 1;
  if (!IsString(schema)) return name === 'data' ? 'AAAA' : {};
  if (ids[name] !== undefined) return ids[name];
  const candidates = ['some text', 'text', 'someone@example.org', '1', ids['figure'] ?? '', '0'.repeat(64)];
  const { pattern = '' } = schema as { pattern?: string };
  return candidates.find((text) => new RegExp(pattern, 'u').test(text)) ?? 'text';
}

/** Returns the path of keys to every text in a schema. */
function texts(schema: TSchema, path: string[] = []): string[][] {
  if (IsUnion(schema)) return texts(schema.anyOf[0] as TSchema, path);
  if (IsObject(schema))
    return Object.entries(schema.properties).flatMap(([key, field]) => texts(field, [...path, key]));
  if (IsArray(schema)) return texts(schema.items, [...path, '0']);
  return IsString(schema) ? [path] : [];
}

/** Replaces the text at a path of a value. */
function put(value: unknown, path: readonly string[], text: string): any {
  const [key, ...rest] = path;
  if (key === undefined) return text;
  if (Array.isArray(value)) return [put(value[0], rest, text)];
  const fields = value as Record<string, unknown>;
  return { ...fields, [key]: put(fields[key], rest, text) };
}

describe('text that a database cannot hold', () => {
  const here = fixture();
  const NUL = 'te\0xt';
  const HALF = 'te\ud800xt';

  async function things(): Promise<Record<string, string>> {
    const { workspace, analysis, figure, user } = here;
    const revision = await newRevision(user, figure, [datum('a', 'abc')]);
    const asset = (await body(201, user.post('asset/', { name: 'a', workspace }))).api_id;
    const made = await body(201, user.post('asset_revision/', { asset, metadata: {}, data: [] }));
    const organization = (await body(201, user.post('organization/', { name: 'text' }))).api_id;
    const data = revision.data[0].api_id as string;
    return {
      workspace,
      analysis,
      figure,
      revision: revision.api_id,
      asset,
      asset_revision: made.api_id,
      data,
      organization,
    };
  }

  const nameParts = ({ path }: Operation) => [...path.matchAll(/:(\w+)/g)].map(([, name = '']) => name);
  function addressOf(
    { path, root }: Operation,
    ids: Record<string, string>,
    other: Record<string, string> = {},
  ): string {
    const kind = path.split('/')[1] ?? '';
    const known: Record<string, string> = {
      id: ids[kind] ?? ids['figure'] ?? '',
      username: owner.username,
      size: '64',
    };
    const filled = path.replace(/:(\w+)/g, (_, name: string) => other[name] ?? known[name] ?? 'text');
    return root === 'bare' ? `/api${filled}` : filled.slice(1);
  }

  /** Yields requests of an operation with one text replaced, and the name of the replaced field. */
  function* requests(operation: Operation, ids: Record<string, string>, bad: string) {
    const json = operation.body && sample(operation.body, ids);
    // An address can't hold half of a surrogate pair.
    if (bad.isWellFormed()) {
      const encoded = encodeURIComponent(bad);
      for (const name of nameParts(operation))
        yield { place: name, address: addressOf(operation, ids, { [name]: encoded }), json };
      for (const [name = ''] of operation.query ? texts(operation.query) : [])
        yield { place: name, address: `${addressOf(operation, ids)}?${name}=${encoded}`, json };
    }
    for (const path of operation.body ? texts(operation.body) : [])
      yield { place: path.join('.'), address: addressOf(operation, ids), json: put(json, path, bad) as unknown };
  }

  test('is refused by every operation with a readable message, in every field', async () => {
    const ids = await things();
    const ask = ({ method }: Operation, address: string, json: unknown): Promise<Answer> =>
      here.user.call(method, address, json === undefined ? {} : { json });
    const wrong: string[] = [];
    let refused = 0;
    for (const operation of operations)
      for (const bad of [NUL, HALF])
        for (const { place: where, address, json } of requests(operation, ids, bad)) {
          const { status, text, body: said } = await ask(operation, address, json);
          // Rights are checked first: a text that names a missing object or another user is refused for that reason.
          const inWords = said?.detail.startsWith(where) && /U\+0000|surrogate/.test(text);
          if ((status === 400 || status === 404) && inWords) refused++;
          else if (status !== 403 && status !== 404)
            wrong.push(`${operation.id} ${where} ${status} ${text.slice(0, 200)}`);
        }
    expect(wrong).toEqual([]);
    expect(refused).toBeGreaterThan(400);
    await body(204, here.user.delete(`organization/${ids['organization']}/`));
  });

  test('comes back unchanged in metadata and profiles, which may be any JSON [5.31]', async () => {
    const metadata = { [NUL]: [HALF, NUL], [HALF]: { [NUL]: '\0' } };
    const made = await newRevision(here.user, here.figure, [datum('a', 'abc', { metadata })], { metadata });
    const read = await body(200, here.user.get(`revision/${made.api_id}/`));
    for (const one of [made, read]) expect([one.metadata, one.data[0].metadata]).toEqual([metadata, metadata]);
    const [before] = await body(200, here.user.get('user/'));
    const changed = await body(200, here.user.put(`user/${owner.username}/`, { user_profile: metadata }));
    expect(changed.user_profile).toEqual(metadata);
    await body(200, here.user.put(`user/${owner.username}/`, { user_profile: before.user_profile }));
  });
});
