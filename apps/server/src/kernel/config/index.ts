import { readFileSync } from 'node:fs';
import { type Setting, settings } from './settings.ts';

type Read = { [K in keyof typeof settings]: ReturnType<(typeof settings)[K]['read']> };

/** Settings as the server uses them; `publicUrl` is always set. */
export type Config = Omit<Read, 'publicUrl'> & { publicUrl: URL };

/** Reads settings from the environment, or from the file that the variable with `_FILE` names. Invalid ones throw. */
export function readConfig(env: Record<string, string | undefined> = process.env): Config {
  const read = <T>(setting: Setting<T>): T => {
    const text = textOf(setting.env, env) ?? setting.fallback;
    try {
      return setting.read(text);
    } catch (error) {
      throw new Error(`${setting.env} ${error instanceof Error ? error.message : 'is not valid'}.`, { cause: error });
    }
  };
  const unknown = Object.keys(env).filter((name) => name.startsWith('GOFIGR_') && !known.has(name));
  if (unknown.length > 0) throw new Error(`Unknown setting ${unknown.join(', ')}: see docs/settings.md.`);
  const values = Object.fromEntries(Object.entries(settings).map(([name, it]) => [name, read<unknown>(it)])) as Read; // one value per setting, typed by its `read`
  return { ...values, publicUrl: values.publicUrl ?? new URL(`http://localhost:${values.port}`) };
}

const known = new Set(Object.values(settings).flatMap(({ env }): string[] => [env, `${env}_FILE`]));

function textOf(name: string, env: Record<string, string | undefined>): string | undefined {
  const file = env[`${name}_FILE`];
  return file === undefined ? env[name] : readFileSync(file, 'utf8').trim();
}
