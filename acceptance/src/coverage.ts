import { readdirSync, readFileSync } from 'node:fs';
import { type Requirement, requirement, type Section, sections } from './requirements.ts';

const folder = new URL('../', import.meta.url);
/** A title that ends in the numbers of its requirements: `test('a 26th key is refused [3.6]'`. */
const TEST = /\btest\(\s*(['"`])((?:\\.|(?!\1).)*) \[([\dRS., ]+)\]\1/g;

/** Titles of the tests that cover each requirement, found in the text of the test files. */
function coveringTests(): Map<string, string[]> {
  const found = new Map<string, string[]>();
  for (const suite of ['wire', 'browser'])
    for (const name of readdirSync(new URL(suite, folder)).toSorted()) {
      if (!name.endsWith('.test.ts')) continue;
      const source = readFileSync(new URL(`${suite}/${name}`, folder), 'utf8');
      for (const [, , title = '', ids = ''] of source.matchAll(TEST))
        for (const id of ids.split(', ')) {
          requirement(id);
          const text = `${title.replace(/\\(.)/g, '$1')} (\`${suite}/${name}\`)`;
          found.set(id, [...(found.get(id) ?? []), text]);
        }
    }
  return found;
}

/** Every requirement of a section with its number. */
export const requirementsOf = ({ requirements }: Section): (Requirement & { id: string })[] =>
  Object.entries(requirements).map(([id, one]) => ({ id, ...(typeof one === 'string' ? { text: one } : one) }));

/** Requirements that are built and that no test covers. */
export function uncovered(of: readonly Section[] = sections): string[] {
  const covering = coveringTests();
  return of
    .flatMap(requirementsOf)
    .filter(({ id, isPlanned, elsewhere }) => !isPlanned && !covering.has(id) && !elsewhere)
    .map(({ id, text }) => `${id} ${text}`);
}

const cell = (text: string) => text.replaceAll('|', '\\|');

/** The text of COVERAGE.md, as committed. */
export async function renderCoverage(): Promise<string> {
  const covering = coveringTests();
  const tables = sections.map((section) => {
    const rows = requirementsOf(section).map(({ id, text, isPlanned, elsewhere }) => {
      const tests = covering.get(id) ?? (elsewhere ? [`\`${elsewhere}\``] : []);
      const state = tests.length > 0 ? tests.join('<br>') : isPlanned ? 'not built yet' : 'no test';
      return `| ${id} | ${cell(text)} | ${cell(state)} |`;
    });
    return [`## ${section.title}`, '', '| | Requirement | Tests |', '|---|---|---|', ...rows].join('\n');
  });
  return (
    [
      '# Coverage of the wire contract',
      'Every requirement of the protocol and the tests that cover it. Generated from the tests: change those, not this page.',
      ...tables,
      '',
    ]
      .join('\n\n')
      .trimEnd() + '\n'
  );
}
