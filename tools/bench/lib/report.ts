import { mkdirSync, writeFileSync } from 'node:fs';
import { fromRoot } from '../../lib/root.ts';
import { type Chart, draw } from './chart.ts';
import { machine } from './machine.ts';
import type { Options } from './options.ts';

/** A Markdown page, and the charts in it by the names of their files. */
export type Page = { text: string; charts: Record<string, Chart> };

/** Shows charts in a page. */
export const images = (charts: Record<string, Chart>): string =>
  Object.entries(charts)
    .map(([file, { title }]) => `![${title}](${file}.svg)`)
    .join('\n\n');

/** Prints a page, and writes it with its charts. Only a whole run changes the documentation. */
export async function report(name: string, { text, charts }: Page, { isWhole, against }: Options): Promise<void> {
  const options = against === undefined ? '' : ` --against ${against}`;
  const origin = `\`npm run bench -- ${name}${options}\` writes this page. ${machine()}`;
  const page = text.replace('\n\n', `\n\n${origin}\n\n`);
  console.log(page);
  const folder = isWhole ? 'docs/performance' : '.cache/bench/pages';
  mkdirSync(fromRoot(folder), { recursive: true });
  writeFileSync(fromRoot(folder, `${name}.md`), page);
  for (const [file, chart] of Object.entries(charts)) writeFileSync(fromRoot(folder, `${file}.svg`), await draw(chart));
  console.log(`Written to ${folder}/${name}.md`);
}
