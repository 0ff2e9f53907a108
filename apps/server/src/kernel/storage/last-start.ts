import { readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Static, Type } from 'typebox';
import { Value } from 'typebox/value';
import { type Config, localAddress } from '../config/index.ts';
import { isMissing } from '../files.ts';
import { newId } from '../ids.ts';

/** Facts about the last start of a server on a data folder, for admin commands. It holds no secrets. */
const LastStart = Type.Object({
  /** `GOFIGR_PUBLIC_URL`; empty if the address follows from the port. */
  public_url: Type.String(),
  port: Type.Integer({ minimum: 1, maximum: 65535 }),
  database: Type.Union([Type.Literal('sqlite'), Type.Literal('postgres')]),
});
export type LastStart = Static<typeof LastStart>;

const pathIn = (dataDir: string): string => join(dataDir, 'server.json');

/** Writes the facts about this start, if they have changed. Several servers may do so in one folder. */
export async function writeLastStart(
  config: Pick<Config, 'dataDir' | 'publicUrl' | 'port' | 'databaseUrl'>,
  /** The port that the server listens on; the setting may be 0. */
  port: number,
): Promise<void> {
  const { dataDir, databaseUrl, publicUrl } = config;
  const start: LastStart = {
    public_url: publicUrl.origin === localAddress(config.port).origin ? '' : publicUrl.origin,
    port,
    database: databaseUrl === null ? 'sqlite' : 'postgres',
  };
  if (Value.Equal(await readLastStart(dataDir), start)) return;
  const unfinished = `${pathIn(dataDir)}.${newId()}.tmp`;
  try {
    await writeFile(unfinished, `${JSON.stringify(start)}\n`, { mode: 0o600, flush: true });
    await rename(unfinished, pathIn(dataDir));
  } catch (error) {
    await rm(unfinished, { force: true });
    throw error;
  }
}

/** Returns null if no server has started on the folder, or the file is damaged. */
export async function readLastStart(dataDir: string): Promise<LastStart | null> {
  try {
    const value: unknown = JSON.parse(await readFile(pathIn(dataDir), 'utf8'));
    return Value.Check(LastStart, value) ? value : null;
  } catch (error) {
    if (isMissing(error) || error instanceof SyntaxError) return null;
    throw error;
  }
}
