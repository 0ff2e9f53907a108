import { writeFileSync } from 'node:fs';
import { fromRoot } from '../../lib/root.ts';
import { machine } from './machine.ts';
import type { Options } from './options.ts';

/** Prints a page. Writes it to docs/performance if nothing was left out. */
export function report(name: string, page: string, { isWhole, against }: Options): void {
  const options = against === undefined ? '' : ` --against ${against}`;
  const origin = `\`npm run bench -- ${name}${options}\` writes this page. ${machine()}`;
  const text = page.replace('\n\n', `\n\n${origin}\n\n`);
  console.log(text);
  if (!isWhole) return;
  const file = `docs/performance/${name}.md`;
  writeFileSync(fromRoot(file), text);
  console.log(`Written to ${file}`);
}
