import { createHash, randomBytes } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { GoFigr } from '@gofigr/client';
import { file } from '@gofigr/client/node';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { breakingLink, narrowLink } from '../src/links.ts';
import { newKey, newWorkspace, server } from './servers.ts';

const SIZE = 60_000_000;

let dir: string;
let path: string;
let sha256: string;
let workspace: string;
let key: Awaited<ReturnType<typeof newKey>>;
beforeAll(async () => {
  workspace = await newWorkspace(0);
  key = await newKey(0);
  dir = await mkdtemp(join(tmpdir(), 'gofigr-uploads-'));
  path = join(dir, 'large.bin');
  const bytes = randomBytes(SIZE);
  sha256 = createHash('sha256').update(bytes).digest('hex');
  await writeFile(path, bytes);
});
afterAll(async () => {
  await key.revoke();
  await rm(dir, { recursive: true });
});

const by = (url: string) => new GoFigr({ url, apiKey: key.token, workspace });
const publish = async (gofigr: GoFigr, from = path) =>
  gofigr.publish({ analysis: 'Uploads', figure: 'Large', files: [await file(from)], shortId: false });
async function downloaded(id: string | undefined): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of by(server(0).url).data.stream(id ?? '')) hash.update(chunk);
  return hash.digest('hex');
}

describe('a large file', () => {
  it('over a link that breaks again and again arrives, and less than 5 % is sent twice', async () => {
    const link = await breakingLink(server(0).url, 10_000_000);
    try {
      const made = await publish(by(link.url));
      expect(await downloaded(made.data[0]?.api_id)).toBe(sha256);
      expect(link.state.breaks).toBeGreaterThanOrEqual(5);
      expect(link.state.sent / SIZE).toBeLessThan(1.05);
    } finally {
      await link.close();
    }
  });

  it('that the caller may read already is not sent again', async () => {
    const link = await breakingLink(server(0).url, 10_000_000);
    try {
      const made = await publish(by(link.url));
      expect([made.data[0]?.size_bytes, link.state.sent < 100_000]).toEqual([SIZE, true]);
    } finally {
      await link.close();
    }
  });

  it('behind a proxy with the usual limit of 1 MiB arrives', async () => {
    const bytes = randomBytes(10_000_000);
    const other = join(dir, 'other.bin');
    await writeFile(other, bytes);
    const link = await narrowLink(server(0).url, 1024 * 1024);
    try {
      const made = await publish(by(link.url), other);
      expect(await downloaded(made.data[0]?.api_id)).toBe(createHash('sha256').update(bytes).digest('hex'));
    } finally {
      await link.close();
    }
  });
});
