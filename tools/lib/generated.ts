import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { fromRoot } from './root.ts';

/** A committed file that is generated from sources, with the module that exports its renderer. */
type Generated = { file: string; module: string; renderer: string };

type Renderer = () => string | Promise<string>;

const GENERATED: Generated[] = [
  { file: 'packages/contract/openapi.json', module: 'packages/contract/src/generate.ts', renderer: 'renderOpenApi' },
  { file: 'packages/client/src/wire.ts', module: 'packages/contract/src/typescript.ts', renderer: 'renderTypeScript' },
  {
    file: 'python/src/gofigr/models/formats/table.py',
    module: 'packages/contract/src/formats/python.ts',
    renderer: 'renderPythonFormats',
  },
  { file: 'packages/likeness/src/scan-program.ts', module: 'tools/lib/wat.ts', renderer: 'renderScan' },
  { file: 'docs/settings.md', module: 'apps/server/src/kernel/config/reference.ts', renderer: 'renderReference' },
  {
    file: 'docs/permissions.md',
    module: 'apps/server/src/testing/permissions.ts',
    renderer: 'renderPermissions',
  },
  { file: 'docs/protocol.md', module: 'acceptance/src/coverage.ts', renderer: 'renderProtocol' },
  { file: 'acceptance/COVERAGE.md', module: 'acceptance/src/coverage.ts', renderer: 'renderCoverage' },
];

async function render({ module, renderer }: Generated): Promise<string> {
  const exported = (await import(pathToFileURL(fromRoot(module)).href)) as Record<string, Renderer | undefined>; // GENERATED names its renderers
  const renderFile = exported[renderer];
  if (renderFile === undefined) throw new Error(`${module} exports no ${renderer}`);
  return renderFile();
}

const current = (file: string): string | undefined =>
  existsSync(fromRoot(file)) ? readFileSync(fromRoot(file), 'utf8') : undefined;

/** Returns a line for each generated file that is missing, out of date or can't be rendered. */
export async function staleFiles(): Promise<string[]> {
  const problems = await Promise.all(
    GENERATED.map(async (entry) => {
      try {
        const fresh = (await render(entry)) === current(entry.file);
        return fresh ? undefined : `${entry.file} is out of date: run "npm run fix"`;
      } catch (error) {
        return `${entry.file} can't be rendered: ${error instanceof Error ? error.message : String(error)}`;
      }
    }),
  );
  return problems.filter((problem) => problem !== undefined);
}

/** Writes the generated files that changed and returns their names. */
export async function writeGenerated(): Promise<string[]> {
  const written: string[] = [];
  for (const entry of GENERATED) {
    const text = await render(entry);
    if (text === current(entry.file)) continue;
    writeFileSync(fromRoot(entry.file), text);
    written.push(entry.file);
  }
  return written;
}
