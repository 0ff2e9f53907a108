import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Spellings of a secret that a log, a database or an archive may hold. */
const ENCODINGS: Record<string, (secret: string) => Buffer[]> = {
  'plain text': (secret) => [Buffer.from(secret)],
  hexadecimal: (secret) => [Buffer.from(Buffer.from(secret).toString('hex'))],
  'UTF-16': (secret) => [Buffer.from(secret, 'utf16le')],
  reversed: (secret) => [Buffer.from(Buffer.from(secret).toReversed())],
  base64: base64Of,
};

export type FoundSecret = { secret: string; file: string; encoding: string };

/**
 * Base64 of a text at each of the three positions in a group of 3 bytes, without the characters at both ends that depend
 * on what is beside it.
 */
function base64Of(secret: string): Buffer[] {
  return [0, 1, 2].map((offset) => {
    const text = Buffer.from(' '.repeat(offset) + secret).toString('base64');
    const whole = text.slice(0, Math.floor((offset + secret.length) / 3) * 4);
    return Buffer.from(offset === 0 ? whole : whole.slice(4));
  });
}

/** Files below a folder. */
function* filesBelow(folder: string): Generator<string> {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) yield* filesBelow(path);
    else if (entry.isFile()) yield path;
  }
}

/** Searches all files of some folders for secrets, in several encodings. */
export function findSecrets(secrets: ReadonlySet<string>, folders: readonly string[]): FoundSecret[] {
  const needles = [...secrets].flatMap((secret) =>
    Object.entries(ENCODINGS).flatMap(([encoding, encode]) =>
      encode(secret).map((bytes) => ({ secret, encoding, bytes })),
    ),
  );
  return folders.flatMap((folder) =>
    [...filesBelow(folder)].flatMap((file) => {
      const content = readFileSync(file);
      return needles
        .filter(({ bytes }) => content.includes(bytes))
        .map(({ secret, encoding }) => ({ secret, file, encoding }));
    }),
  );
}
