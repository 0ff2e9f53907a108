import { deepStrictEqual, ok } from 'node:assert';
import { mkdirSync } from 'node:fs';
import { isDeepStrictEqual } from 'node:util';
import { LegSkipped } from '../../tools/lib/leg.ts';
import { run } from '../../tools/lib/run.ts';
import type { Answer } from './api.ts';
import { type Archive, publication, publish, type Stage, until } from './scenario.ts';

export type Kept = { id: string; dataId: string; hash: string; number: number; size: number };

/** Makes bytes that differ for each number. */
export const filled = (number: number, size: number): Buffer => Buffer.alloc(size, `${number} `);

export const tryFilled = ({ api, figure }: Archive, number: number, size: number): Promise<Answer> =>
  api.call('POST', 'revision/', publication(figure, filled(number, size)));

export async function publishFilled(archive: Archive, number: number, size: number): Promise<Kept> {
  const { api_id, data } = await publish(archive, filled(number, size));
  const [datum] = data;
  ok(datum);
  return { id: api_id, dataId: datum.api_id, hash: datum.hash, number, size };
}

export async function allThere({ api }: Archive, kept: readonly Kept[]): Promise<void> {
  for (const { dataId, number, size } of kept)
    ok((await api.bytes(dataId)).equals(filled(number, size)), `publish ${number} came back with other bytes`);
}

/** Mounts a small disk in memory. Returns a function that changes its options. */
export async function mountSmall(
  stage: Stage,
  path: string,
  size: string,
): Promise<(options: string) => Promise<void>> {
  mkdirSync(path, { recursive: true });
  const mounted = await run('mount', ['-t', 'tmpfs', '-o', `size=${size}`, 'tmpfs', path]).catch(() => ({ code: 1 }));
  if (mounted.code !== 0) throw new LegSkipped('mounting a small disk needs root');
  stage.afterwards(() => run('umount', ['--lazy', path]));
  return async (options) => {
    const { code, output } = await run('mount', ['-o', `remount,${options}`, path]);
    if (code !== 0) throw new Error(output);
  };
}

/** Waits until `/readyz` answers `write` to writers and 200 to readers. The server keeps an answer for five seconds. */
export async function untilReadiness({ server }: Archive, write: number, status: string): Promise<void> {
  const readiness = async (query: string): Promise<unknown> => {
    const answer = await fetch(`${server.url}/readyz${query}`);
    return [answer.status, ((await answer.json()) as { status: string }).status]; // as the server answers
  };
  const wanted = [
    [write, status],
    [200, status],
  ];
  let answers: unknown[] = [];
  await until(async () => {
    answers = [await readiness(''), await readiness('?for=read')];
    return isDeepStrictEqual(answers, wanted);
  });
  deepStrictEqual(answers, wanted);
}
