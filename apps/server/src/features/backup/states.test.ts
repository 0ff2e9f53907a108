import { cpSync, readdirSync } from 'node:fs';
import { cp, mkdir, mkdtemp, readdir, readFile, rename, rm, stat, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { lockFile } from '../../kernel/storage/index.ts';
import type { Proof, TestServer } from '../../testing/index.ts';
import { backup, FoundProblems, listStates, parseKeep, restore, verifyBackup } from './index.ts';
import { silent } from './service/progress.ts';
import {
  blobPath,
  create,
  createTestInstallation,
  datum,
  plantWorkspace,
  register,
  type TestInstallation,
} from './test-installation.ts';

let installation: TestInstallation;
let test: TestServer;
let as: Proof;
let planted: Awaited<ReturnType<typeof plantWorkspace>>;
let made: string;
/** The states of `made`: with a revision "early", then without it and with "late". */
let early: { state: string; hash: string };
let late: { state: string; hash: string };
let dir: string;

const publish = async (text: string) =>
  create(test, as, 'revision/', { figure: planted.figure, data: [datum(text, text)] });

beforeAll(async () => {
  installation = await createTestInstallation(undefined, { GOFIGR_TRASH_DAYS: '0' });
  test = await installation.start();
  as = (await register(installation, test)).signedIn;
  planted = await plantWorkspace(test, as);
  made = await mkdtemp(join(tmpdir(), 'gofigr-states-'));
  const gone = await publish('early');
  early = { state: '2026-11-01T02-00-00Z', hash: gone.data[0].hash };
  await backupAt(made, early.state);
  await test.call('DELETE', `revision/${gone.api_id}/`, undefined, as);
  late = { state: '2026-11-02T02-00-00Z', hash: (await publish('late')).data[0].hash };
  await backupAt(made, late.state);
});
afterAll(async () => {
  await installation.remove();
  await rm(made, { recursive: true });
});
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'gofigr-states-'));
  await cp(made, dir, { recursive: true });
});
afterEach(() => rm(dir, { recursive: true, force: true }));

const statePath = (name: string, ...rest: string[]) => join(dir, 'states', name, ...rest);

/** A backup as if it had been made at another time. */
async function backupAt(folder: string, name: string) {
  const { state } = await backup(installation.deps, folder);
  await rename(join(folder, 'states', state), join(folder, 'states', name));
  const path = join(folder, 'states', name, 'manifest.json');
  const manifest = JSON.parse(await readFile(path, 'utf8'));
  manifest.created = name.replace(/T(\d\d)-(\d\d)-(\d\d)Z/, 'T$1:$2:$3.000Z');
  await writeFile(path, JSON.stringify(manifest));
}
const names = async () => (await readdir(join(dir, 'states'))).toSorted();
const holds = (hash: string) =>
  stat(blobPath(dir, hash)).then(
    () => true,
    () => false,
  );
const isWhole = async (folder = dir, state?: string) => {
  const { problems, others } = await verifyBackup(installation.deps, folder, { state: state ?? null });
  return [problems, others];
};

it('what was deleted before a later backup is restored from an earlier state', async () => {
  for (const [state, has, lacks] of [
    [early.state, early, late],
    [undefined, late, early],
  ] as const) {
    const target = await createTestInstallation(undefined, { GOFIGR_TRASH_DAYS: '0' });
    const restored = await restore(target.deps, dir, { state: state ?? null });
    expect(restored).toMatchObject({ state: state ?? late.state, problems: [] });
    const rows = await target.database.db.selectFrom('data').select('hash').execute();
    const hashes = rows.map(({ hash }) => hash);
    expect([hashes.includes(has.hash), hashes.includes(lacks.hash)]).toEqual([true, false]);
    await target.remove();
  }
});

it('a state is named by its time, in any form, or the beginning of it', async () => {
  for (const text of [
    early.state,
    '2026-11-01',
    '2026-11-01 02:00',
    '2026-11-01T02:00:00Z',
    '2026-11-01T04:00:00+02:00',
  ])
    expect((await verifyBackup(installation.deps, dir, { state: text })).states).toMatchObject([
      { state: early.state },
    ]);
  const attempts = [
    ['2026-11', 'names several states: 2026-11-01T02-00-00Z, 2026-11-02T02-00-00Z'],
    ['2027', 'has no state 2027. It has 2026-11-01T02-00-00Z, 2026-11-02'],
    ['../states', 'has no state'],
  ] as const;
  for (const [text, message] of attempts)
    await expect(verifyBackup(installation.deps, dir, { state: text })).rejects.toThrow(message);
});

describe('--keep', () => {
  it('removes old states, then the blobs that no state needs', async () => {
    const report = await backup(installation.deps, dir, { keep: parseKeep('2d') });
    expect(report).toMatchObject({ removedStates: [early.state], states: [late.state, report.state] });
    expect(report.blobs).toMatchObject({ copied: 0, removed: 1 });
    expect(await names()).toEqual(report.states);
    expect([await holds(early.hash), await holds(late.hash)]).toEqual([false, true]);
    expect(await isWhole()).toEqual([[], []]);
  });

  it('keeps the new state, even if the clock was ahead when others were made', async () => {
    await backupAt(dir, '2126-01-01T00-00-00Z');
    const { state } = await backup(installation.deps, dir, { keep: parseKeep('1d') });
    expect(await names()).toEqual([state, '2126-01-01T00-00-00Z']);
  });

  it('never removes a state with a name of its own', async () => {
    await rename(statePath(early.state), statePath('before-the-upgrade'));
    await backup(installation.deps, dir, { keep: parseKeep('1d') });
    expect(await names()).toContain('before-the-upgrade');
    expect(await isWhole(dir, 'before-the-upgrade')).toEqual([[], []]);
  });

  it('removes no blobs if an earlier state is damaged, since nobody knows which are its own', async () => {
    const list = statePath(early.state, 'tables', 'blobs.jsonl');
    const good = await readFile(list);
    await truncate(list, 70);
    const report = await backup(installation.deps, dir, { keep: parseKeep('7d') });
    expect(report.others).toEqual([expect.stringMatching('list of blobs of the state'), 'So no blobs were removed.']);
    expect(await holds(early.hash)).toBe(true);
    await writeFile(list, good);
    await rm(statePath(early.state, 'manifest.json'));
    const more = await backup(installation.deps, dir, { keep: parseKeep('1d') });
    expect(more.states).toEqual([early.state, more.state]);
    expect(more.others).toEqual([expect.stringMatching('manifest.json is missing'), 'So no blobs were removed.']);
    expect(await holds(early.hash)).toBe(true);
  });

  it('removes nothing while somebody reads the folder, and the next backup does', async () => {
    const reading = lockFile(join(dir, '.reading'), 'shared');
    const report = await backup(installation.deps, dir, { keep: parseKeep('1d') });
    expect(report).toMatchObject({ isPostponed: true, removedStates: [] });
    expect((await names()).length).toBe(3);
    reading?.release();
    expect((await backup(installation.deps, dir, { keep: parseKeep('1d') })).states).toHaveLength(1);
    const removing = lockFile(join(dir, '.reading'), 'exclusive');
    await expect(verifyBackup(installation.deps, dir)).rejects.toThrow('removing old states');
    removing?.release();
  });
});

describe('a crash', () => {
  /** Copies the folder whenever a step of a backup has changed its states: this is what a killed process leaves. */
  async function stepsOf(work: (deps: TestInstallation['deps']) => Promise<unknown>) {
    const copies = new Map<string, string>();
    const snapshot = () => {
      const seen = readdirSync(join(dir, 'states')).toSorted().join(' ');
      const copy = `${dir}-${copies.size}`;
      if (!copies.has(seen)) cpSync(dir, copy, { recursive: true });
      if (!copies.has(seen)) copies.set(seen, copy);
    };
    const progress = {
      ...silent,
      phase: () => {
        snapshot();
        return snapshot;
      },
    };
    await work({ ...installation.deps, progress });
    return [...copies.values()];
  }

  it('at any step of a backup leaves every state whole, and the next backup tidies up', async () => {
    await publish('soon');
    const steps = await stepsOf((deps) => backup(deps, dir, { keep: parseKeep('1d') }));
    // Unfinished; complete with the old ones; one gone; both gone.
    expect(steps).toHaveLength(4);
    for (const [index, step] of steps.entries()) {
      expect((await listStates(step)).states).toHaveLength([2, 3, 2, 1][index] ?? 0);
      expect(await isWhole(step)).toEqual([[], []]);
      await backup(installation.deps, step, { keep: parseKeep('1d') });
      expect(await verifyBackup(installation.deps, step)).toMatchObject({ problems: [], others: [], orphanCount: 0 });
      expect(await readdir(join(step, 'states'))).toHaveLength(1);
      await rm(step, { recursive: true });
    }
  });

  it('in a removal leaves a state that is no longer one', async () => {
    await rename(statePath(early.state), statePath('.removed-1'));
    await rm(statePath('.removed-1', 'tables'), { recursive: true });
    expect((await listStates(dir)).states.map(({ state }) => state)).toEqual([late.state]);
    const { blobs } = await backup(installation.deps, dir);
    expect([blobs.removed, await holds(early.hash)]).toEqual([1, false]);
    expect(await names()).not.toContain('.removed-1');
  });
});

describe('a folder of an earlier version', () => {
  /** The layout with one backup, without the ID of the server. */
  async function toFirstFormat(name: string) {
    const manifest = JSON.parse(await readFile(statePath(name, 'manifest.json'), 'utf8'));
    for (const part of ['tables', 'secrets']) {
      await mkdir(join(dir, part));
      await rename(statePath(name, part), join(dir, part, manifest.id));
    }
    const { server: _, ...rest } = manifest;
    await writeFile(join(dir, 'manifest.json'), JSON.stringify({ ...rest, format: 1 }));
    await rm(join(dir, 'states'), { recursive: true });
  }
  beforeEach(async () => {
    await rm(statePath(late.state), { recursive: true });
    await toFirstFormat(early.state);
  });

  it('is its first state: listed, verified and restored', async () => {
    expect((await listStates(dir)).states).toMatchObject([{ state: early.state, verified: null }]);
    expect(await isWhole()).toEqual([[], []]);
    expect((await listStates(dir)).states).toMatchObject([{ verified: { problems: 0 } }]);
    const { state } = await backup(installation.deps, dir);
    expect((await listStates(dir)).states.map((one) => one.state)).toEqual([early.state, state]);
    const target = await createTestInstallation(undefined, { GOFIGR_TRASH_DAYS: '0' });
    expect(await restore(target.deps, dir, { state: early.state })).toMatchObject({ problems: [] });
    await target.remove();
  });

  it('loses that state by --keep like any other', async () => {
    const { state, removedStates } = await backup(installation.deps, dir, { keep: parseKeep('1d') });
    expect(removedStates).toEqual([early.state]);
    expect((await readdir(dir)).filter((name) => !name.startsWith('.'))).toEqual(['blobs', 'states']);
    expect(await names()).toEqual([state]);
    expect(await isWhole()).toEqual([[], []]);
  });

  it('with a damaged manifest keeps everything', async () => {
    await truncate(join(dir, 'manifest.json'), 20);
    const { others } = await backup(installation.deps, dir, { keep: parseKeep('1d') });
    expect(others[0]).toMatch('manifest.json is damaged');
    expect(await readdir(join(dir, 'tables'))).toHaveLength(1);
    expect(await holds(early.hash)).toBe(true);
    expect((await listStates(dir)).states.map(({ fault }) => fault !== null)).toEqual([true, false]);
  });
});

describe('a check', () => {
  it('reads each blob once, and names the states and data that a damaged one belongs to', async () => {
    const clean = await verifyBackup(installation.deps, dir);
    const all = (await listStates(dir)).blobs;
    expect(clean.blobs).toEqual(all);
    expect(clean.states.map(({ blobs }) => blobs.count)).toEqual([all!.count - 1, all!.count - 1]);
    await writeFile(blobPath(dir, early.hash), 'earlz');
    await rm(blobPath(dir, planted.data[0]!.hash));
    const { states, problems } = await verifyBackup(installation.deps, dir);
    expect(problems).toHaveLength(2);
    expect(states.map((state) => state.problems.map(({ fault }) => fault).toSorted())).toEqual([
      ['missing', 'wrong bytes'],
      ['missing'],
    ]);
    expect(states[0]?.problems.find(({ hash }) => hash === early.hash)?.usedBy).toMatchObject([{ name: 'early' }]);
    expect((await verifyBackup(installation.deps, dir, { state: late.state })).problems).toHaveLength(1);
  });

  it('names the state of a damaged table, and the list shows the outcome', async () => {
    await rm(statePath(early.state, 'tables', 'users.jsonl'));
    await rm(statePath(late.state, 'manifest.json'));
    const { others } = await verifyBackup(installation.deps, dir);
    expect(others).toEqual([
      `${early.state}: The table users is missing.`,
      expect.stringContaining(`${late.state}: ${statePath(late.state, 'manifest.json')} is missing`),
    ]);
    expect((await listStates(dir)).states).toMatchObject([
      { state: early.state, verified: { problems: 1 }, fault: null },
      { state: late.state, fault: expect.stringContaining('is missing') },
    ]);
    await expect(restore(installation.deps, dir, {})).rejects.toBeInstanceOf(Error);
  });

  it('of a damaged newest state leads to the others', async () => {
    await truncate(statePath(late.state, 'manifest.json'), 9);
    const attempt = verifyBackup(installation.deps, dir, { state: late.state });
    await expect(attempt).rejects.toThrow(`Other states: ${early.state}`);
    await expect(attempt).rejects.toBeInstanceOf(FoundProblems);
  });
});

it('another server may not continue the states, unless it says so', async () => {
  const other = await createTestInstallation(undefined, { GOFIGR_TRASH_DAYS: '0' });
  const running = await other.start();
  await register(other, running, 'eve');
  await expect(backup(other.deps, dir)).rejects.toThrow('has backups of another server');
  expect(await names()).toEqual([early.state, late.state]);
  expect(await isWhole()).toEqual([[], []]);
  await backup(other.deps, dir, { adopt: true });
  await backup(other.deps, dir);
  await expect(backup(installation.deps, dir)).rejects.toThrow('has backups of another server');
  await other.remove();
});

it('of one second have names of their own, and none replaces another', async () => {
  for (let count = 0; count < 3; count++) await backup(installation.deps, dir);
  expect(await names()).toHaveLength(5);
});

describe('a folder that can not be written', () => {
  it('is refused before anything changes, and a full disk is named', async () => {
    await rm(join(dir, '.lock'));
    await mkdir(join(dir, '.lock'));
    await expect(backup(installation.deps, dir)).rejects.toThrow(/can not be written .*Nothing was changed/);
    await rm(join(dir, '.lock'), { recursive: true });
    const full = () => {
      throw Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC' });
    };
    const progress = { ...silent, phase: (name: string) => (name === 'Blobs' ? full : () => undefined) };
    await expect(backup({ ...installation.deps, progress }, dir)).rejects.toThrow('There is no room left');
    expect(await names()).toEqual([early.state, late.state]);
    expect(await isWhole()).toEqual([[], []]);
  });

  it('is still verified, without a note of it', async () => {
    await rm(join(dir, '.reading'), { force: true });
    await mkdir(join(dir, '.reading'));
    expect(await isWhole()).toEqual([[], []]);
  });
});
