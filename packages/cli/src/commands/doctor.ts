import { stat } from 'node:fs/promises';
import { type GoFigr, GoFigrError, type User } from '@gofigr/client';
import { clientFor, type Settings } from '@gofigr/client/node';
import { settingsFor } from '../common/connection.ts';
import { failureOf } from '../common/failure-of.ts';
import { impatient } from '../common/impatient.ts';
import type { SharedOptions } from '../common/options.ts';
import { originText, shortPath } from '../common/origin.ts';
import { print } from '../common/output.ts';
import { namingKey } from '../common/refused.ts';
import { EXIT, Failure } from '../failure.ts';
import { printable } from '../terminal/printable.ts';
import { styled } from '../terminal/style.ts';

type Verdict = 'ok' | 'warning' | 'fault';

interface Finding {
  verdict: Verdict;
  what: string;
  /** Advice to repair it. */
  advice?: string | undefined;
}

const SIGNS = { ok: ['green', '✓'], warning: ['yellow', '!'], fault: ['red', '✗'] } as const;

/** Runs `gofigr doctor`. Each check needs the earlier ones to pass, so it stops at the first fault. */
export async function doctor(options: SharedOptions): Promise<void> {
  const findings: Finding[] = [];
  for await (const finding of examine(options)) {
    findings.push(finding);
    if (!options.json) show(finding);
  }
  const faults = findings.filter(({ verdict }) => verdict === 'fault').length;
  if (options.json) print(JSON.stringify({ healthy: faults === 0, findings }));
  else print(faults === 0 ? '\nNo problems found.' : '\nFix this first, then run "gofigr doctor" again.');
  if (faults > 0) process.exitCode = EXIT.failed;
}

function show({ verdict, what, advice }: Finding): void {
  const [color, sign] = SIGNS[verdict];
  print(`${styled(color, sign, process.stdout)} ${what}`);
  if (advice !== undefined) print(advice.replaceAll(/^/gm, '    '));
}

async function* examine(options: SharedOptions): AsyncGenerator<Finding> {
  let settings: Settings | undefined;
  try {
    settings = await settingsFor(options);
    yield* fileFindings(settings);
    const gf = clientFor(settings, { fetch: impatient, retries: 1 });
    yield* serverFindings(settings, gf);
    const user = yield* keyFindings(settings, gf);
    if (user) yield* workspaceFindings(settings, gf);
  } catch (error) {
    const failure = failureOf(settings ? namingKey(error, settings) : error);
    if (!failure) throw error;
    yield { verdict: 'fault', what: failure.message, advice: failure.advice };
  }
}

async function* fileFindings({ configPath }: Settings): AsyncGenerator<Finding> {
  if (configPath === undefined) {
    yield {
      verdict: 'warning',
      what: 'There is no .gofigr in this folder, the folders above it or your home folder',
      advice: 'Run gfconfig to create one.',
    };
    return;
  }
  yield { verdict: 'ok', what: `The configuration file is ${shortPath(configPath)}` };
  const { mode } = await stat(configPath);
  if (process.platform !== 'win32' && (mode & 0o077) !== 0) {
    yield {
      verdict: 'warning',
      what: 'Other users of this machine can read the key in it',
      advice: `chmod 600 ${configPath}`,
    };
  }
}

async function* serverFindings({ url }: Settings, gf: GoFigr): AsyncGenerator<Finding> {
  const started = performance.now();
  const { version, set_up: isSetUp } = await gf.info();
  const time = Math.round(performance.now() - started);
  yield { verdict: 'ok', what: `${url.value} answers in ${time} ms: GoFigr ${version} (${originText(url.origin)})` };
  // Only servers of this project send `set_up`.
  if (!isSetUp)
    throw new Failure(EXIT.failed, 'The server has no account yet', 'Open the set-up link that the server printed.');
}

async function* keyFindings(
  { apiKey, username, url }: Settings,
  gf: GoFigr,
): AsyncGenerator<Finding, User | undefined> {
  const means = apiKey ?? username;
  if (!means) {
    yield { verdict: 'fault', what: 'There is no API key', advice: `gfconfig --url ${url.value}` };
    return undefined;
  }
  const user = await gf.users.me();
  yield {
    verdict: 'ok',
    what: `The ${apiKey ? 'key' : 'password'} belongs to ${user.username} (${originText(means.origin)})`,
  };
  const key = await gf.apiKeys.current().catch(() => undefined);
  if (key?.expiry) yield expiryFinding(key.expiry);
  return user;
}

const DAY_MS = 86_400_000;

function expiryFinding(expiry: string): Finding {
  const days = Math.floor((Date.parse(expiry) - Date.now()) / DAY_MS);
  const what = `The key expires in ${days} days, on ${expiry.slice(0, 10)}`;
  return days < 14
    ? { verdict: 'warning', what, advice: 'Run gfconfig to create a new one.' }
    : { verdict: 'ok', what };
}

async function* workspaceFindings({ workspace }: Settings, gf: GoFigr): AsyncGenerator<Finding> {
  const id = workspace?.value ?? (await gf.defaultWorkspace());
  try {
    const { name } = await gf.workspaces.get(id);
    const origin = workspace ? originText(workspace.origin) : 'the primary workspace';
    yield { verdict: 'ok', what: `Figures go to the workspace "${printable(name)}" (${origin})` };
  } catch (error) {
    if (!(error instanceof GoFigrError) || (error.status !== 404 && error.status !== 403)) throw error;
    yield {
      verdict: 'fault',
      what: `The key can't access the workspace ${id}: it was deleted, or you are no longer a member`,
      advice: 'Run gfconfig to choose another one.',
    };
  }
}
