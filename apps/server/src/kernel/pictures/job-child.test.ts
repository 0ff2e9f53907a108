import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createJobChild, findWorker, type JobChild } from './job-child.ts';

/** Answers with a number of its own and the word that it got; ends or stays silent if the word says so. */
const PROGRAM = `const id = Math.random();
process.on('message', ({ word }) => {
  if (word === 'end') process.exit(1);
  if (word !== 'wait') process.send({ word, id, secret: process.env.GOFIGR_DATABASE_URL ?? null });
});`;

let folder: string;
let child: JobChild<{ word: string }>;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gofigr-job-child-'));
  const script = join(folder, 'worker.mjs');
  await writeFile(script, PROGRAM);
  child = createJobChild({
    worker: pathToFileURL(script),
    packages: [],
    mostMs: 3000,
    idleMs: 60_000,
    cpuSeconds: 60,
  });
});
afterAll(async () => {
  child.close();
  await rm(folder, { recursive: true });
});

type Said = { word: string; id: number; secret: string | null };
const ask = (word: string) =>
  child.run<Said>(
    ({ send }) => send({ word }),
    (message, { resolve }) => resolve(message as Said), // by the program above
  );

it('jobs are done one after the other by one child, which has no secrets', async () => {
  process.env['GOFIGR_DATABASE_URL'] = 'postgres://secret';
  const [first, second] = await Promise.all([ask('a'), ask('b')]);
  delete process.env['GOFIGR_DATABASE_URL'];
  expect([first.word, second.word, first.id === second.id, first.secret]).toEqual(['a', 'b', true, null]);
});

it('a child that ends or is silent fails its job, and another one does the next', async () => {
  const before = await ask('a');
  await expect(ask('end')).rejects.toThrow('the child ended');
  const after = await ask('b');
  expect(after.id).not.toBe(before.id);
  await expect(ask('wait')).rejects.toThrow('the child took too long');
  expect((await ask('c')).word).toBe('c');
});

it('the program is the one in the sources if there is no bundle', () => {
  expect(findWorker('none', import.meta.url).href).toMatch(/\/pictures\/worker\.ts$/);
});
