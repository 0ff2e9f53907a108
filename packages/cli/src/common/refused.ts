import { GoFigrError } from '@gofigr/client';
import type { Origin, Setting, Settings } from '@gofigr/client/node';
import { EXIT, Failure } from '../failure.ts';
import { printable } from '../terminal/printable.ts';
import { failureOf } from './failure-of.ts';
import { originText, settingName } from './origin.ts';

/**
 * Names the setting that an error is about, and its variable or file: the key if it is refused, the address if no GoFigr
 * server answers there. Returns other errors unchanged.
 */
export function namingSetting(error: unknown, settings: Settings): unknown {
  const { apiKey, username, url } = settings;
  if (error instanceof TypeError && error.message.startsWith('GoFigr: a server address')) return badAddress(error, url);
  if (!(error instanceof GoFigrError)) return error;
  const isRefusal = error.status === 401 || error.code === 'key_not_valid';
  if (isRefusal && apiKey) return refusedKey(error, apiKey, url);
  if (isRefusal && username) return refusedPassword(error, settings, url);
  if (isAboutWorkspace(error, settings)) return hiddenWorkspace(error, settings.workspace);
  return isAboutAddress(error, url) ? unanswered(error, url) : error;
}

function refusedKey(error: GoFigrError, apiKey: Setting, url: Setting): Failure {
  const message = printable(error.message);
  const what = settingName('key', apiKey.origin);
  // Without a status, the client refused a malformed key itself.
  const text = error.status === undefined ? `${what}: ${message}` : `${what} is refused by ${url.value}: ${message}`;
  return new Failure(EXIT.refused, text, adviceFor(apiKey.origin, 'Run gfconfig to enter a key or to create one.'));
}

function refusedPassword(error: GoFigrError, { username, password }: Settings, url: Setting): Failure {
  const names = [username, password].flatMap((setting) => (setting ? [setting.origin] : []));
  const what = [...new Set(names.map((origin) => settingName('password', origin)))].join(' and ');
  const [origin = { kind: 'default' } as const] = names;
  const text = `${what}: refused by ${url.value}: ${printable(error.message)}`;
  return new Failure(EXIT.refused, text, adviceFor(origin, 'Run gfconfig to sign in again.'));
}

/** Tells whether the workspace of the settings is missing or hidden. A workspace of an option was found before. */
const isAboutWorkspace = ({ status, message }: GoFigrError, { workspace }: Settings): boolean =>
  workspace !== undefined && (status === 404 || status === 403) && message.includes('workspace');

function hiddenWorkspace(error: GoFigrError, workspace: Setting | undefined): Failure {
  const { origin = { kind: 'default' } as const } = workspace ?? {};
  const text = `${settingName('workspace', origin)}: ${printable(error.message)}`;
  return new Failure(EXIT.refused, text, adviceFor(origin, 'Run gfconfig to choose another one.'));
}

const ABOUT_ADDRESS: readonly unknown[] = ['unreachable', 'not_gofigr', 'redirected'];

/** Tells whether an error is about the configured server. A copy also talks to another one. */
const isAboutAddress = ({ code, message }: GoFigrError, { value, origin }: Setting): boolean =>
  ABOUT_ADDRESS.includes(code) &&
  origin.kind !== 'argument' &&
  (code === 'redirected' || (URL.canParse(value) && message.includes(new URL(value).origin)));

function unanswered(error: GoFigrError, { origin }: Setting): Failure | undefined {
  const failure = failureOf(error);
  return (
    failure && new Failure(failure.exitCode, `${failure.message} The address is ${originText(origin)}.`, failure.advice)
  );
}

const badAddress = ({ message }: TypeError, { origin }: Setting): Failure =>
  new Failure(
    EXIT.usage,
    `${settingName('address', origin)}: ${printable(message.slice('GoFigr: '.length))}`,
    adviceFor(origin, 'Correct it with gfconfig.'),
  );

const adviceFor = (origin: Origin, otherwise: string): string =>
  origin.kind === 'environment' ? `Correct or unset ${origin.name}.` : otherwise;
