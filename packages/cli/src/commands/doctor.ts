import { stat } from 'node:fs/promises';
import { type GoFigr, GoFigrError, type User } from '@gofigr/client';
import { certificatesIn, clientFor, proxyFor, type Settings } from '@gofigr/client/node';
import { trustedCertificates } from '../common/certificates.ts';
import { settingsFor } from '../common/connection.ts';
import { failureOf } from '../common/failure-of.ts';
import { impatient } from '../common/impatient.ts';
import type { SharedOptions } from '../common/options.ts';
import { originText, shortPath } from '../common/origin.ts';
import { print } from '../common/output.ts';
import { namingSetting } from '../common/refused.ts';
import { workspaceFor } from '../common/workspaces.ts';
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
  const warnings = findings.filter(({ verdict }) => verdict === 'warning').length;
  if (options.json) print(JSON.stringify({ healthy: faults === 0, warnings, findings }));
  else print(`\n${conclusion(faults, warnings)}`);
  if (faults > 0) process.exitCode = EXIT.failed;
}

function conclusion(faults: number, warnings: number): string {
  if (faults > 0) return 'Fix this first, then run "gofigr doctor" again.';
  if (warnings === 0) return 'All is well.';
  return warnings === 1 ? 'It works, with one warning.' : `It works, with ${warnings} warnings.`;
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
    yield* networkFindings(settings);
    const gf = clientFor(settings, { fetch: impatient, retries: 1 });
    yield* serverFindings(settings, gf);
    const user = yield* keyFindings(settings, gf);
    if (user) yield* workspaceFindings(settings, gf);
  } catch (error) {
    const failure = failureOf(settings ? namingSetting(error, settings) : error);
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

/** Names the proxy and the certificates of the environment, which decide whether a server answers. */
function* networkFindings({ url }: Settings): Generator<Finding> {
  if (!URL.canParse(url.value)) return;
  const proxy = proxyFor(new URL(url.value), process.env);
  if (proxy) yield { verdict: 'ok', what: `Requests go through the proxy of ${proxy.name}` };
  const trusted = certificatesIn(process.env, trustedCertificates());
  if (trusted && url.value.startsWith('https:'))
    yield { verdict: 'ok', what: `Trusted certificates are those of ${trusted.name}: ${shortPath(trusted.value)}` };
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

async function* workspaceFindings(settings: Settings, gf: GoFigr): AsyncGenerator<Finding> {
  const { workspace } = settings;
  const id = (await workspaceFor(gf, settings)) ?? (await gf.defaultWorkspace());
  try {
    const { name } = await gf.workspaces.get(id);
    const origin = workspace ? originText(workspace.origin) : 'the primary workspace';
    yield { verdict: 'ok', what: `Figures go to the workspace "${printable(name)}" (${origin})` };
  } catch (error) {
    if (!(error instanceof GoFigrError) || (error.status !== 404 && error.status !== 403)) throw error;
    yield {
      verdict: 'fault',
      what: `The key can't access the workspace ${id} ${workspace ? `(${originText(workspace.origin)})` : ''}: it was deleted, or you are no longer a member`,
      advice:
        workspace?.origin.kind === 'environment'
          ? `Correct or unset ${workspace.origin.name}.`
          : 'Run gfconfig to choose another one.',
    };
  }
}
