import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { precompress } from './precompress.ts';

export default defineConfig({
  root: import.meta.dirname,
  plugins: [react(), precompress()],
  build: {
    outDir: 'dist',
    emptyOutDir: true,
    target: 'es2023',
    // Writes no data: URLs, because the page's CSP allows scripts and fonts from its own origin only.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rolldownOptions: {
      treeshake: {
        // Importing this package compiles its Snappy, WebAssembly that the CSP refuses. It is not used
        // (features/data/parquet.ts).
        moduleSideEffects: [{ test: /node_modules\/(hyparquet-compressors|hysnappy)\//, sideEffects: false }],
      },
    },
  },
});
