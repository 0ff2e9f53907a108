import { readdirSync, readFileSync } from 'node:fs';
import { type Section, sections, sentence } from './sentences.ts';

const folder = new URL('../', import.meta.url);
/** A title that ends in the numbers of the sentences it holds: `test('a 26th key is refused [3.6]'`. */
const TEST = /\btest\(\s*(['"`])((?:\\.|(?!\1).)*) \[([\dRS., ]+)\]\1/g;

/** Titles of the tests that hold each sentence, found in the text of the test files. */
function holders(): Map<string, string[]> {
  const found = new Map<string, string[]>();
  for (const place of ['wire', 'browser'])
    for (const name of readdirSync(new URL(place, folder)).toSorted()) {
      if (!name.endsWith('.test.ts')) continue;
      const source = readFileSync(new URL(`${place}/${name}`, folder), 'utf8');
      for (const [, , title = '', ids = ''] of source.matchAll(TEST))
        for (const id of ids.split(', ')) {
          sentence(id);
          const text = `${title.replace(/\\(.)/g, '$1')} (\`${place}/${name}\`)`;
          found.set(id, [...(found.get(id) ?? []), text]);
        }
    }
  return found;
}

/** Sentences of a part that is done which no test holds. */
export function uncovered(of: readonly Section[] = sections, parts: readonly number[] = [1]): string[] {
  const held = holders();
  return of.flatMap(({ sentences }) =>
    Object.entries(sentences)
      .filter(([id, { part, elsewhere }]) => part !== 'later' && parts.includes(part) && !held.has(id) && !elsewhere)
      .map(([id, { text }]) => `${id} ${text}`),
  );
}

const cell = (text: string) => text.replaceAll('|', '\\|');

/** The text of COVERAGE.md, as committed. */
export async function renderCoverage(): Promise<string> {
  const held = holders();
  const tables = sections.map(({ title, sentences }) => {
    const rows = Object.entries(sentences).map(([id, { text, part, elsewhere }]) => {
      const tests = held.get(id) ?? (elsewhere ? [`\`${elsewhere}\``] : []);
      const state = tests.length > 0 ? tests.join('<br>') : part === 'later' ? 'later' : `part ${part}`;
      return `| ${id} | ${cell(text)} | ${cell(state)} |`;
    });
    return [`## ${title}`, '', '| | Sentence | Held by |', '|---|---|---|', ...rows].join('\n');
  });
  return (
    [
      '# What the acceptance suite holds',
      'Each sentence of the wire contract, and the tests that hold it. Generated from the tests: change those, not this page.',
      ...tables,
      '',
    ]
      .join('\n\n')
      .trimEnd() + '\n'
  );
}
