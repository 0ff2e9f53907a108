import { readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import type { Plugin } from 'vite';

/** Files to compress. The page itself is not one: the server changes it before sending. */
const TEXT = /\.(m?js|css|svg)$/;
/** Size in bytes below which compression saves nothing. */
const SMALLEST = 1024;

const compressions = {
  br: (bytes: Buffer) =>
    promisify(brotliCompress)(bytes, { params: { [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length } }),
  gz: (bytes: Buffer) => promisify(gzip)(bytes, { level: 9 }),
};

/** Writes `x.br` and `x.gz` next to each built file, so that the server need not compress on every request. */
export function precompress(): Plugin {
  let folder = '';
  return {
    name: 'precompress',
    apply: 'build',
    configResolved({ build }) {
      folder = build.outDir;
    },
    async writeBundle({ dir = folder }, bundle) {
      const files = Object.keys(bundle).filter((name) => TEXT.test(name));
      await Promise.all(
        files.map(async (name) => {
          const path = join(dir, name);
          if ((await stat(path)).size < SMALLEST) return;
          const bytes = await readFile(path);
          for (const [ending, compress] of Object.entries(compressions))
            await writeFile(`${path}.${ending}`, await compress(bytes));
        }),
      );
    },
  };
}
