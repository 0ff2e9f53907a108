import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createClock } from '../../kernel/clock.ts';
import { base64, type Proof, startTestServer, type TestServer } from '../../testing/index.ts';
import { type Comparisons, createComparisons } from './service.ts';
import { revisionsBelow } from './store.ts';

let test: TestServer;
let owner: { proof: Proof; workspace: string };
let folder: string;
let comparisons: Comparisons;
const files = new Map<string, string>();
beforeAll(async () => {
  test = await startTestServer();
  owner = await test.account();
  folder = await mkdtemp(join(tmpdir(), 'gofigr-assets-'));
  const withLocalFile = <T>(hash: string, _size: number, use: (path: string) => Promise<T>) =>
    use(files.get(hash) ?? '');
  const { db } = test.server.database;
  const blobs = { of: () => ({ withLocalFile }) as never };
  comparisons = createComparisons({ db, clock: createClock(), blobs, report: (error) => expect.fail(String(error)) });
});
afterAll(async () => {
  comparisons.close();
  await test.close();
  await rm(folder, { recursive: true });
});

const make = async (path: string, body: object) => {
  const answer = await test.call('POST', path, body, owner.proof);
  if (answer.status !== 201) throw new Error(answer.text);
  return answer.body;
};

/** The lines of an asset with these contents, one revision each. */
async function linesOf(name: string, contents: readonly string[]): Promise<(string | null)[]> {
  const asset = (await make('asset/', { name, workspace: owner.workspace })).api_id as string;
  for (const content of contents) {
    const datum = { name, type: 'file', data: base64(content) };
    const revision = await make('asset_revision/', { asset, metadata: {}, data: [datum] });
    const path = join(folder, revision.data[0].hash);
    await writeFile(path, content);
    files.set(revision.data[0].hash, path);
    await comparisons.store(revision.api_id);
  }
  const { status, body } = await test.call('GET', `asset/${asset}/changes/`, undefined, owner.proof);
  expect(status).toBe(200);
  return body.map(({ line }: { line: string | null }) => line);
}

it('revisions of an asset are compared by the content of their file', async () => {
  const [first, second, same] = await linesOf('a.csv', [
    'id,x\na,1\nb,2\n',
    'id,x\na,1\nb,3\nc,4\n',
    'id,x\na,1\nb,3\nc,4\n',
  ]);
  expect(first).toBeNull();
  expect(second).toMatch(/row/);
  expect(same).toBe('nothing changed');
  expect((await linesOf('notes.md', ['one\n', 'one\ntwo\n']))[1]).toMatch(/line/);
  expect((await linesOf('blob.bin', ['\0one', '\0two']))[1]).toBe('file changed');
});

it('are among those that the server compares while nobody waits', async () => {
  const { db } = test.server.database;
  const { ids } = await revisionsBelow(db, null);
  const kinds = await db.selectFrom('objects').select('kind').where('id', 'in', ids).execute();
  expect(kinds.map(({ kind }) => kind)).toContain('asset_revision');
});
