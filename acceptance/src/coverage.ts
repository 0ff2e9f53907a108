import { readdirSync, readFileSync } from 'node:fs';
import { type Requirement, requirement, type Section, sections } from './requirements.ts';

const folder = new URL('../', import.meta.url);
/** Matches a test name that ends in the numbers of its requirements: `test('a 26th key is refused [3.6]'`. */
const TEST = /\btest(?:\.each\((?:[^()]|\([^()]*\))*\))?\(\s*(['"`])((?:\\.|(?!\1).)*) \[([\dRS., ]+)\]\1/g;

/** Finds the names of the tests that cover each requirement, in the text of the test files. */
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

/** Returns every requirement of a section with its number. */
export const requirementsOf = ({ requirements }: Section): (Requirement & { id: string })[] =>
  Object.entries(requirements).map(([id, one]) => ({ id, ...(typeof one === 'string' ? { text: one } : one) }));

/** Returns the implemented requirements that no test covers. */
export function uncovered(of: readonly Section[] = sections): string[] {
  const covering = coveringTests();
  return of
    .flatMap(requirementsOf)
    .filter(({ id, isPlanned, elsewhere }) => !isPlanned && !covering.has(id) && !elsewhere)
    .map(({ id, text }) => `${id} ${text}`);
}

const cell = (text: string) => text.replaceAll('|', '\\|');

/** Returns the text of COVERAGE.md. */
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
      'The requirements of [docs/protocol.md](../docs/protocol.md) and the tests of each. `npm run fix` generates this page from `acceptance/src/requirements.ts` and the titles of the tests.',
      ...tables,
      '',
    ]
      .join('\n\n')
      .trimEnd() + '\n'
  );
}

/** The place of a section's requirements in docs/protocol.md. */
const LIST = /(<!-- requirements (\w+) -->\n)[^]*?(<!-- end -->)/g;

/** The text of docs/protocol.md with the numbered requirements in it. Throws if a section has no place there. */
export function renderProtocol(): string {
  const page = readFileSync(new URL('../docs/protocol.md', folder), 'utf8');
  const left = new Map(sections.map((section) => [section.title.split('. ')[0], section]));
  const filled = page.replace(LIST, (_, begin: string, number: string, end: string) => {
    const section = left.get(number);
    if (!section) throw new Error(`docs/protocol.md has a wrong or second list of requirements ${number}`);
    left.delete(number);
    const lines = requirementsOf(section).map(
      ({ id, text, isPlanned }) => `- **${id}** ${isPlanned ? '_Planned:_ ' : ''}${text}`,
    );
    return `${begin}\n${lines.join('\n')}\n\n${end}`;
  });
  if (left.size > 0) throw new Error(`docs/protocol.md lacks the requirements of ${[...left.keys()].join(', ')}`);
  return filled;
}
