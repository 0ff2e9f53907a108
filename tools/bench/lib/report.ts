import { mkdirSync, writeFileSync } from 'node:fs';
import { fromRoot } from '../../lib/root.ts';
import { run } from '../../lib/run.ts';
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
export async function report(
  name: string,
  { text, charts }: Page,
  { isWhole, isScroll, against }: Options,
): Promise<void> {
  const options = `${isScroll ? ' --scroll' : ''}${against === undefined ? '' : ` --against ${against}`}`;
  const { output } = await run('git', ['rev-parse', '--short', 'HEAD'], { cwd: fromRoot() });
  const day = new Date().toISOString().slice(0, 10);
  const origin = `\`npm run bench -- ${name}${options}\` writes this page. Commit ${output.trim()}, ${day}. ${machine()}`;
  const page = text.replace('\n\n', `\n\n${origin}\n\n`);
  console.log(page);
  const file = isScroll ? 'scrolling' : name;
  const folder = isWhole ? 'docs/performance' : '.cache/bench/pages';
  mkdirSync(fromRoot(folder), { recursive: true });
  writeFileSync(fromRoot(folder, `${file}.md`), page);
  for (const [image, chart] of Object.entries(charts))
    writeFileSync(fromRoot(folder, `${image}.svg`), await draw(chart));
  console.log(`Written to ${folder}/${file}.md`);
}
