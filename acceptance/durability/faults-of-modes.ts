import { deepStrictEqual } from 'node:assert';
import { chmodSync, lstatSync, mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { openArchive, publish, reopen, type Scenario } from './scenario.ts';

/** Lets everybody read and write what a program creates. */
const CARELESS = ['/bin/sh', '-c', 'umask 000; exec "$@"', 'sh'];

/** Data folders that other users of the machine can read. */
export const faultsOfModes: Scenario[] = [
  {
    name: 'a data folder and its files become private, regardless of their modes and the umask',
    async play(stage) {
      const dataDir = join(stage.folder(), 'data');
      mkdirSync(dataDir);
      chmodSync(dataDir, 0o755);
      const archive = await openArchive(stage, { dataDir, wrapper: CARELESS });
      await publish(archive, Buffer.from('private'));
      await publish(archive, Buffer.alloc(100_000, 'private')); // a file
      deepStrictEqual(openPaths(dataDir), []);
      await archive.server.end();
      for (const path of [dataDir, ...pathsIn(dataDir)]) chmodSync(path, 0o777);
      await reopen(stage, archive);
      deepStrictEqual(reachable(dataDir), []);
    },
  },
];

const pathsIn = (folder: string): string[] =>
  readdirSync(folder, { recursive: true }).map((name) => join(folder, String(name)));

const isOpen = (path: string): boolean => (lstatSync(path).mode & 0o077) !== 0;

/** Paths whose own mode gives access to others. */
const openPaths = (folder: string): string[] => [folder, ...pathsIn(folder)].filter(isOpen);

/** The folder and its entries, if their mode gives access to others. */
const reachable = (folder: string): string[] =>
  [folder, ...readdirSync(folder).map((name) => join(folder, name))].filter(isOpen);
