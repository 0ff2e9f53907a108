import { readdir, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Plugin } from 'vite';

/** Folders of pdf.js that its worker reads when a document needs them. */
const FOLDERS = ['cmaps', 'standard_fonts', 'wasm'];
/** The page's content policy forbids WebAssembly; pdf.js has the same decoders in JavaScript. */
const UNUSED = /\.wasm$|quickjs/i;

/** Puts the character maps, fonts and decoders of pdf.js into `assets/pdfjs-<version>`. */
export function pdfjsFiles(): Plugin {
  return {
    name: 'pdfjs-files',
    apply: 'build',
    async generateBundle() {
      const root = dirname(fileURLToPath(import.meta.resolve('pdfjs-dist/package.json')));
      const manifest: unknown = JSON.parse(await readFile(join(root, 'package.json'), 'utf8'));
      const { version } = manifest as { version: string }; // Every package has one.
      for (const folder of FOLDERS)
        for (const name of await readdir(join(root, folder)))
          if (!UNUSED.test(name))
            this.emitFile({
              type: 'asset',
              fileName: `assets/pdfjs-${version}/${folder}/${name}`,
              source: await readFile(join(root, folder, name)),
            });
    },
  };
}
