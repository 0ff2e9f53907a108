import { expect, it } from 'vitest';
import { GoFigr } from '../gofigr.ts';
import { cannedFetch, json } from '../test-fetch.ts';

const FIGURE = { api_id: '00000000-0000-4000-8000-00000000000f' };

/** Publishes 2 MB and 1 kB to a server with this answer. Returns the message of the error. */
async function refusal(answer: () => Response): Promise<string> {
  const gofigr = new GoFigr({ apiKey: 'a-key-made-elsewhere', fetch: cannedFetch(answer).fetch });
  const files = [
    { name: 'small.bin', data: new Uint8Array(1000) },
    { name: 'large.bin', data: new Uint8Array(2_000_000) },
  ];
  const error: unknown = await gofigr.publish({ figure: FIGURE, files, shortId: false }).catch((one: unknown) => one);
  expect(error).toMatchObject({ status: 413 });
  return String(error);
}

it("a refusal for its size names the largest file and the server's limit in bytes of files", async () => {
  const detail = 'The request body is larger than 1000000 bytes.';
  const text = await refusal(() => json(413, { code: 'body_too_large', detail }));
  expect(text).toContain('"large.bin" (2.0 MB)');
  expect(text).toContain('The server takes 0.8 MB of files in one revision.');
});

it('a refusal of a proxy names the proxy and the size', async () => {
  const page = () => new Response('<html>', { status: 413, headers: { server: 'nginx/1.24' } });
  const text = await refusal(page);
  expect(text).toContain('All data have 2.0 MB');
  expect(text).toContain('A proxy (nginx/1.24) answered 413.');
});

it('a refusal for another reason keeps its text', async () => {
  const quota = () => json(413, { code: 'upload_quota_reached', detail: 'Too many uploads.' });
  expect(await refusal(quota)).toBe('GoFigrError: Too many uploads.');
});

it('a problem that the text already names is not repeated', async () => {
  const errors = [
    { path: 'name', message: 'must not have fewer than 1 characters' },
    { path: 'description', message: 'must be a text' },
  ];
  const detail = 'name: must not have fewer than 1 characters';
  const { fetch } = cannedFetch(() => json(400, { code: 'invalid_request', detail, errors }));
  const made = new GoFigr({ apiKey: 'a-key-made-elsewhere', fetch }).workspaces.create({ name: '' });
  await expect(made).rejects.toMatchObject({ message: `${detail}\ndescription must be a text` });
});
