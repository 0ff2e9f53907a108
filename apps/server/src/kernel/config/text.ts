import { readFileSync } from 'node:fs';
import { codeOf } from '../errors.ts';
import { SettingError } from './errors.ts';

/** Far more than any setting needs. */
const LONGEST = 10_000;

/**
 * The text of a setting: the variable, or the content of the file that the variable with `_FILE` names. Undefined if
 * neither is set. Errors name the variable and the file, never the content.
 */
export function textOf(name: string, env: Record<string, string | undefined>): string | undefined {
  const variable = `${name}_FILE`;
  const path = env[variable];
  if (path === undefined) return env[name];
  if (env[name]) throw new SettingError(`${name} and ${variable} are both set. Remove one of them.`);
  if (path === '') throw new SettingError(`${variable} is empty. Set it to the path of a file, or remove it.`);
  const fault = (what: string, repair = `Write the value of ${name} into it`, cause?: unknown) =>
    new SettingError(`${variable} names the file ${path}, which ${what}. ${repair}, or remove ${variable}.`, { cause });
  const text = read(path, fault).trim();
  if (text === '') throw fault('is empty');
  if (text.length > LONGEST || /[\p{Cc}\ufffd]/u.test(text)) throw fault('holds more than one line of text');
  return text;
}

type Fault = (what: string, repair?: string, cause?: unknown) => SettingError;

function read(path: string, fault: Fault): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (cause) {
    const code = codeOf(cause) ?? '';
    if (code === 'ENOENT' || code === 'ENOTDIR') throw fault('does not exist', undefined, cause);
    if (code === 'EISDIR') throw fault('is a folder', 'Name a file in it', cause);
    if (code === 'EACCES') throw fault('this user may not read', 'Let this user read it', cause);
    throw fault(`can not be read (${code})`, undefined, cause);
  }
}
