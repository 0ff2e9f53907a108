import { SettingError } from './errors.ts';
import { type Setting, settings } from './settings.ts';
import { textOf } from './text.ts';

export { SettingError } from './errors.ts';

type Read = { [K in keyof typeof settings]: ReturnType<(typeof settings)[K]['read']> };

/** Settings as the server uses them; `publicUrl` and `scrubBytesPerSecond` are always set. */
export type Config = Omit<Read, 'publicUrl' | 'scrubBytesPerSecond'> & {
  publicUrl: URL;
  scrubBytesPerSecond: number;
  /** Tells whether the environment sets `registration`, so that administrators can't change it in the app. */
  registrationIsFixed: boolean;
};

/**
 * Reads settings from the environment, or from the file that the variable with `_FILE` names. `otherwise` has values for
 * variables that are not set. Throws a `SettingError`.
 */
export function readConfig(
  env: Record<string, string | undefined> = process.env,
  otherwise: Readonly<Record<string, string>> = {},
): Config {
  const read = <T>(setting: Setting<T>): T => {
    const given = textOf(setting.env, env);
    const text = (given === '' ? otherwise[setting.env] : given) ?? given ?? otherwise[setting.env] ?? setting.fallback;
    try {
      return setting.read(text);
    } catch (error) {
      throw new SettingError(`${setting.env} ${error instanceof Error ? error.message : 'is not valid'}.`, {
        cause: error,
      });
    }
  };
  const unknown = Object.keys(env).filter((name) => name.startsWith('GOFIGR_') && !known.has(name));
  if (unknown.length > 0) throw new SettingError(`Unknown setting ${unknown.join(', ')}: see docs/settings.md.`);
  const values = Object.fromEntries(Object.entries(settings).map(([name, it]) => [name, read<unknown>(it)])) as Read; // one value per setting, typed by its `read`
  return {
    ...values,
    publicUrl: values.publicUrl ?? localAddress(values.port),
    scrubBytesPerSecond: values.scrubBytesPerSecond ?? (values.blobsUrl === null ? 5_000_000 : 0),
    registrationIsFixed: textOf(settings.registration.env, env) !== undefined,
  };
}

/** The public address of a server without `GOFIGR_PUBLIC_URL`. */
export const localAddress = (port: number): URL => new URL(`http://localhost:${port}`);

const known = new Set(Object.values(settings).flatMap(({ env }): string[] => [env, `${env}_FILE`]));
