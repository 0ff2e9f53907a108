import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Counts, LegSkipped } from '../../tools/lib/leg.ts';
import { mapPooled } from '../../tools/lib/pool.ts';
import { seconds } from '../../tools/lib/run.ts';
import { type Api, newFigure, type TreeObject } from './api.ts';
import { openAccount, type RunningServer, type Site, startServer } from './server.ts';

/** A test of a fault in a running server. Its name is a sentence about behaviour. */
export type Scenario = { name: string; play(stage: Stage): Promise<void> };

export type Stage = {
  /** Creates a folder that is removed afterwards. */
  folder(): string;
  /** Runs `undo` afterwards, the last one first, even if the scenario fails. */
  afterwards(undo: () => unknown): void;
  /** Adds something to the printed line. */
  note(text: string): void;
};

/** Plays scenarios, some at a time, and prints a line for each. `LegSkipped` skips one; in CI it is a failure. */
export async function playAll(scenarios: readonly Scenario[], atATime: number): Promise<Counts> {
  const counts = { passed: 0, failed: 0, skipped: [] as string[] }; // empty
  await mapPooled(scenarios, atATime, async ({ name, play }) => {
    const started = performance.now();
    const undos: (() => unknown)[] = [];
    const notes: string[] = [];
    const stage: Stage = {
      folder() {
        const folder = mkdtempSync(join(tmpdir(), 'gofigr-durability-'));
        undos.push(() => rmSync(folder, { recursive: true, force: true }));
        return folder;
      },
      afterwards: (undo) => void undos.push(undo),
      note: (text) => void notes.push(text),
    };
    try {
      try {
        await play(stage);
      } finally {
        for (const undo of undos.toReversed()) await undo();
      }
      counts.passed += 1;
      console.log(`ok ${name} (${[seconds(performance.now() - started), ...notes].join(', ')})`);
    } catch (error) {
      const isSkipped = error instanceof LegSkipped && process.env['CI'] !== 'true';
      if (isSkipped) counts.skipped.push(`${name}: ${error.message}`);
      else counts.failed += 1;
      const reason = error instanceof LegSkipped ? error.message : error instanceof Error ? error.stack : error;
      console.log(`${isSkipped ? 'skipped' : 'not ok'} ${name}\n  ${String(reason).replaceAll('\n', '\n  ')}`);
    }
  });
  return counts;
}

export type Archive = {
  site: Site;
  server: RunningServer;
  api: Api;
  figure: string;
};

/** Starts a server with an account and a figure. It stops at the end of the scenario. */
export async function openArchive(stage: Stage, site: Site = { dataDir: stage.folder() }): Promise<Archive> {
  const server = await startServer(site);
  stage.afterwards(() => server.end('SIGKILL'));
  const api = await openAccount(site, server);
  return { site, server, api, figure: await newFigure(api) };
}

/** Restarts an archive on the same data, after its server has ended. */
export async function reopen(stage: Stage, { site, api, figure }: Archive): Promise<Archive> {
  const server = await startServer(site);
  stage.afterwards(() => server.end('SIGKILL'));
  return { site, server, api: api.at(server.url), figure };
}

/** The body of a publish with one datum. */
export const publication = (figure: string, bytes: Uint8Array): object => ({
  figure,
  metadata: {},
  data: [{ name: 'd', type: 'file', metadata: {}, data: Buffer.from(bytes).toString('base64') }],
});

export const publish = ({ api, figure }: Archive, bytes: Uint8Array): Promise<TreeObject> =>
  api.ok('POST', 'revision/', publication(figure, bytes));

/** Longest wait for a condition, in milliseconds. */
const LONGEST_WAIT_MS = 60_000;

/** Waits until a condition is true; looks every `pause` milliseconds. Returns false after the limit. */
export async function until(isSo: () => boolean | Promise<boolean>, pause = 20): Promise<boolean> {
  for (const deadline = Date.now() + LONGEST_WAIT_MS; Date.now() < deadline; await sleep(pause))
    if (await isSo()) return true;
  return false;
}
