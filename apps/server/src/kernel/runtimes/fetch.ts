/**
 * Script that fills the folder of runtimes from npm packages: `node fetch.ts FOLDER`. The server never fetches anything
 * itself. Files are compressed, which keeps the folder small; their bytes are those of the packages.
 */
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cp, mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { gzipSync } from 'node:zlib';
import { folderOf, RUNTIME_PACKAGES, type RuntimePackage } from './packages.ts';

const run = promisify(execFile);
const [folder] = process.argv.slice(2);
if (folder === undefined) throw new Error('Give the folder of the runtimes.');

const MOST_BYTES = 25_000_000;
let kept = 0;

const temporary = await mkdtemp(join(tmpdir(), 'gofigr-runtimes-'));
try {
  const filled = join(temporary, 'runtimes');
  for (const one of RUNTIME_PACKAGES) await keep(one, await unpacked(one), join(filled, folderOf(one)));
  if (kept > MOST_BYTES) throw new Error(`The runtimes have ${kept} bytes, more than ${MOST_BYTES}.`);
  await rm(folder, { recursive: true, force: true });
  await mkdir(dirname(folder), { recursive: true });
  // The folder may be on another disk.
  await cp(filled, folder, { recursive: true });
} catch (error) {
  const [line = ''] = String(error).split('\n');
  process.stderr.write(`The runtimes could not be fetched. ${line}\n`);
  process.exitCode = 1;
} finally {
  await rm(temporary, { recursive: true, force: true });
}

/** Fetches a package, checks its hash, and returns the folder of its files. */
async function unpacked(wanted: RuntimePackage): Promise<string> {
  const target = join(temporary, `${folderOf(wanted)}-package`);
  await mkdir(target);
  const isWindows = process.platform === 'win32';
  // Without a registry, a start must not wait for repetitions.
  const quick = ['--fetch-retries=0', '--prefer-offline'];
  const args = ['pack', '--silent', '--ignore-scripts', ...quick, '--pack-destination', target, folderOf(wanted)];
  await run(isWindows ? 'npm.cmd' : 'npm', args, { cwd: target, shell: isWindows });
  const [archive = ''] = await readdir(target);
  const hash = createHash('sha512')
    .update(await readFile(join(target, archive)))
    .digest('base64');
  if (`sha512-${hash}` !== wanted.integrity) throw new Error(`${folderOf(wanted)} is not the package that we know.`);
  await run('tar', ['-xzf', basename(archive)], { cwd: target });
  return join(target, 'package');
}

/** Keeps the chosen files of a package, and its license. */
async function keep({ files }: RuntimePackage, from: string, to: string): Promise<void> {
  const licenses = (await readdir(from)).filter((name) => /^licen[cs]e/i.test(name));
  for (const file of [...files, ...licenses]) {
    const isFolder = (await stat(join(from, file))).isDirectory();
    const paths = isFolder ? await readdir(join(from, file), { recursive: true }) : [''];
    for (const path of paths) await compress(join(from, file, path), join(to, file, path));
  }
}

async function compress(from: string, to: string): Promise<void> {
  if ((await stat(from)).isDirectory()) return;
  await mkdir(dirname(to), { recursive: true });
  const bytes = gzipSync(await readFile(from), { level: 9 });
  kept += bytes.length;
  await writeFile(`${to}.gz`, bytes);
}
