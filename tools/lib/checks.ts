import { unexplainedAssertions } from './assertions.ts';
import { checkBoundaries } from './boundaries.ts';
import { staleFiles } from './generated.ts';
import { brokenCitations, brokenLinks, brokenPaths, unknownScripts, unlinkedPages } from './links.ts';
import { unpublishedNames } from './npm-names.ts';
import { packageBin } from './packages.ts';
import { badProse } from './prose.ts';
import { ROOT } from './root.ts';
import { run, runNode } from './run.ts';
import { readSources } from './sources.ts';

/** A check. `problems` returns the text to show; an empty text means passed. */
export type Check = { name: string; problems: () => Promise<string> };

const program = async (args: string[]): Promise<string> => {
  const { code, output } = await runNode(args);
  return code === 0 ? '' : output.trim() || `exit code ${code}`;
};

const types = (project: string): Check => ({
  name: `types of ${project}`,
  problems: () => program([packageBin('typescript', 'tsc'), '-p', project, '--pretty', 'false']),
});

export const LINT = [packageBin('oxlint'), '--type-aware', '--deny-warnings'];
export const FORMAT = [packageBin('@biomejs/biome', 'biome'), 'check', '--error-on-warnings'];

/** Finds conflict markers that a merge left. */
async function mergeMarkers(): Promise<string> {
  const args = ['grep', '--no-index', '--exclude-standard', '-nIE', '^(<{7}|>{7}) '];
  const { code, output } = await run('git', args);
  return code === 1 ? '' : output.trim();
}

const LINKS = [unpublishedNames, brokenLinks, unlinkedPages, brokenPaths, unknownScripts, brokenCitations];

/** Longest first, so that two at a time finish soonest. */
export const CHECKS: Check[] = [
  { name: 'lint', problems: () => program(LINT) },
  types('apps/server'),
  types('apps/web'),
  types('acceptance'),
  types('tools'),
  types('packages/client'),
  types('packages/contract'),
  types('packages/cli'),
  types('packages/frame'),
  types('packages/compare'),
  types('packages/likeness'),
  types('packages/tables'),
  { name: 'unused code', problems: () => program([packageBin('knip'), '--no-progress']) },
  { name: 'generated files', problems: async () => (await staleFiles()).join('\n') },
  { name: 'merge markers', problems: mergeMarkers },
  { name: 'format', problems: () => program(FORMAT) },
  { name: 'reasons of assertions', problems: async () => unexplainedAssertions(readSources(ROOT)).join('\n') },
  { name: 'prose', problems: async () => badProse(ROOT).join('\n') },
  {
    name: 'links',
    problems: async () => LINKS.flatMap((find) => find(ROOT)).join('\n'),
  },
  { name: 'import boundaries', problems: async () => checkBoundaries(readSources(ROOT)).join('\n') },
];
