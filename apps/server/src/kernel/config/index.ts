import { SettingError } from './errors.ts';
import { type Setting, settings } from './settings.ts';
import { textOf } from './text.ts';

export { SettingError } from './errors.ts';

type Read = { [K in keyof typeof settings]: ReturnType<(typeof settings)[K]['read']> };

/**
 * Settings as the server uses them; `publicUrl` and `scrubBytesPerSecond` are always set. `maxTemporaryBytes` is the
 * share of this process.
 */
export type Config = Omit<Read, 'publicUrl' | 'scrubBytesPerSecond'> & {
  publicUrl: URL;
  scrubBytesPerSecond: number;
  /** Most bytes of a user that were uploaded and not published, in all processes together. */
  maxUploadedBytes: number;
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
  if (values.workers > 1 && values.databaseUrl === null)
    throw new SettingError(
      'GOFIGR_WORKERS above 1 needs PostgreSQL: set GOFIGR_DATABASE_URL, or remove GOFIGR_WORKERS. On SQLite one process does all the work.',
    );
  return {
    ...values,
    publicUrl: values.publicUrl ?? localAddress(values.port),
    maxTemporaryBytes: shareOf(values),
    maxUploadedBytes: values.maxTemporaryBytes,
    scrubBytesPerSecond: values.scrubBytesPerSecond ?? (values.blobsUrl === null ? 5_000_000 : 0),
    registrationIsFixed: textOf(settings.registration.env, env) !== undefined,
  };
}

/** Temporary bytes of a user in one of the processes, so that all hold the limit together. One request always fits. */
const shareOf = ({ maxTemporaryBytes, maxBodyBytes, workers }: Read): number =>
  Math.min(maxTemporaryBytes, Math.max(maxBodyBytes, Math.floor(maxTemporaryBytes / workers)));

/** The public address of a server without `GOFIGR_PUBLIC_URL`. */
export const localAddress = (port: number): URL => new URL(`http://localhost:${port}`);

const known = new Set(Object.values(settings).flatMap(({ env }): string[] => [env, `${env}_FILE`]));
