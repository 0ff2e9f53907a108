import { existsSync, readFileSync } from 'node:fs';
import { stripTypeScriptTypes } from 'node:module';
import { fileURLToPath } from 'node:url';
import { type AddressTable, resolveAddress } from './addresses.ts';
import { scriptText } from './rewrite.ts';

/** Parts of `packages/frame`, in the order in which they run. */
const PARTS = ['problems', 'storage', 'addresses'];

/** Only the drawing process uses these: nobody reads messages there. */
const DRAWN_PARTS = ['storage'];

let cached: Map<string, string> | undefined;

/** Scripts that run in the frame before those of the page. */
export function frameHead(table: AddressTable): string {
  const given = `const table = ${scriptText(table)}; const resolve = ${resolveAddress.toString()};`;
  return scriptTag(`${given} const resolveHere = (address) => resolve(table, address);`, PARTS);
}

/** Scripts that run before those of a page that is drawn. There, every request is answered by its public address. */
export const drawnHead = (): string => scriptTag('', DRAWN_PARTS);

function scriptTag(given: string, parts: readonly string[]): string {
  // Each part has its own names, and none of them is seen by the page.
  const code = parts.map((part) => `(() => {${codeOf(part)}\n})();`).join('\n');
  return `<script>(() => { ${given}\n${code}\n})();</script>`;
}

function codeOf(part: string): string {
  cached ??= new Map();
  const code = cached.get(part) ?? read(part);
  cached.set(part, code);
  return code;
}

/** The bundled parts are next to the bundled server; from source they are TypeScript. */
function read(part: string): string {
  const bundled = new URL(`./frame-${part}.js`, import.meta.url);
  if (existsSync(bundled)) return readFileSync(bundled, 'utf8').replace(/\n\/\/# sourceMappingURL=.*\s*$/, '');
  const source = fileURLToPath(import.meta.resolve(`@gofigr/frame/${part}.ts`));
  return stripTypeScriptTypes(readFileSync(source, 'utf8'));
}
