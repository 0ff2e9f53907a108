import { readFileSync } from 'node:fs';
import wabt from 'wabt';
import { fromRoot } from './root.ts';

/** Renders the program of `packages/likeness/src/scan.wat` as a module. */
export async function renderScan(): Promise<string> {
  const { parseWat } = await wabt();
  const parsed = parseWat('scan.wat', readFileSync(fromRoot('packages/likeness/src/scan.wat'), 'utf8'), { simd: true });
  const bytes = Buffer.from(parsed.toBinary({}).buffer);
  return `/** The program of \`scan.wat\`, written by \`npm run fix\`. */
export const SCAN_PROGRAM =
  '${bytes.toString('base64')}';
`;
}
