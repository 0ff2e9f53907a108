import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { pdfjsFiles } from './pdfjs-files.ts';
import { precompress } from './precompress.ts';
import { separateParts } from './separate-parts.ts';

/**
 * Importing this package compiles its Snappy, WebAssembly that the CSP refuses. It is not used
 * (packages/tables/src/parquet/read.ts).
 */
const treeshake = {
  moduleSideEffects: [{ test: /node_modules\/(hyparquet-compressors|hysnappy)\//, sideEffects: false }],
};

/** React, the router and the cache of answers. */
const LIBRARIES = /node_modules\/(react|scheduler|@tanstack)\//;

/** Code of dialogs. Many parts need it, but no page before a dialog opens. */
const DIALOGS =
  /components\/(Modal|ModalBase|ScrollArea)\/|node_modules\/(react-remove-scroll|react-remove-scroll-bar|react-style-singleton|use-sidecar|use-callback-ref|tslib)\//;

export default defineConfig({
  root: import.meta.dirname,
  plugins: [react(), pdfjsFiles(), separateParts(['libraries', 'dom', 'shared']), precompress()],
  build: {
    outDir: 'dist',
    emptyOutDir: true,
    target: 'es2023',
    // Writes no data: URLs, because the page's CSP allows scripts and fonts from its own origin only.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rolldownOptions: {
      treeshake,
      // Two files of the code that most pages need, and one of the small parts that several need. Many small files
      // compress worse, and the start of each request takes a millisecond of the page's thread.
      output: {
        codeSplitting: {
          groups: [
            { name: 'dom', test: /node_modules\/react-dom\// },
            { name: 'libraries', minShareCount: 20, test: LIBRARIES },
            { name: 'shared', minShareCount: 20, test: (id) => !DIALOGS.test(id) },
            { name: 'common', minShareCount: 6, maxModuleSize: 1_000, test: /icons-react|apps.web.src.(ui|lib)/ },
          ],
        },
      },
    },
  },
  // Workers load grammars and the detector of encodings when they need them, which only modules can.
  worker: { format: 'es', rolldownOptions: { treeshake } },
});
