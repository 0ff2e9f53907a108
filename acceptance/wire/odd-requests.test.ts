import { describe, expect, test } from 'vitest';
import { body, exchange, signIn } from '../src/client.ts';
import { baseUrl, owner } from '../src/target.ts';

const { host } = new URL(baseUrl);
const lines = (...all: string[]) => `${all.join('\r\n')}\r\n\r\n`;

describe('a request whose connection is gone before it is looked at', () => {
  const newKey = async () =>
    body(201, (await signIn(owner)).post('api_key/', { name: 'odd requests' })) as Promise<{
      api_id: string;
      token: string;
    }>;
  const removeKey = async (id: string) => body(204, (await signIn(owner)).delete(`api_key/${id}/`));
  const entriesOf = async (id: string) => {
    const user = await signIn(owner);
    const { entries } = await body(200, user.get('audit/?event=key_used_from_new_address&limit=50'));
    return entries.filter((entry: any) => entry.object_id === id);
  };

  test('is told of with its address, and keeps nothing of the keys of others from being written', async () => {
    const [odd, plain] = [await newKey(), await newKey()];
    for (const method of ['POST', 'PUT', 'GET'])
      await exchange(
        lines(
          `${method} /api/v1.4.1/metadata/ HTTP/1.1`,
          `Host: ${host}`,
          `Authorization: Token ${odd.token}`,
          'Transfer-Encoding: xchunked',
        ),
      );
    const used = await fetch(`${baseUrl}/api/v1.4.1/user/`, { headers: { authorization: `Token ${plain.token}` } });
    expect(used.status).toBe(200);
    for (const { api_id } of [plain, odd])
      await expect.poll(() => entriesOf(api_id)).toMatchObject([{ address: expect.stringMatching(/^[\d.]+$|:/) }]);
    for (const { api_id } of [plain, odd]) await removeKey(api_id);
  });
});
