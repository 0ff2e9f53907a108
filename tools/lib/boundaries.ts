import { dirname, posix } from 'node:path';
import { findCycles } from './cycles.ts';
import { type Import, importsOf } from './imports.ts';
import { refuseServerFile } from './server-files.ts';
import type { Sources } from './sources.ts';

/** Location of a source file. `part` is the folder in a layer that is divided into parts: a feature or a page. */
type ModuleLocation = {
  workspace: string;
  layer: string;
  part?: string;
  /** Tells whether it is a test or a helper. These may import from all layers, and no source may import them. */
  isTest: boolean;
};

/** Layers of each workspace, with the other layers of the same workspace that each may import. */
const LAYERS: Record<string, Record<string, readonly string[]>> = {
  'apps/server': {
    kernel: [],
    features: ['kernel'],
    storage: ['kernel', 'features'],
    app: ['kernel', 'features', 'storage'],
    commands: ['kernel', 'features', 'storage'],
    main: ['kernel', 'app'],
  },
  'apps/web': {
    ui: ['lib'],
    lib: [],
    features: ['ui', 'lib'],
    pages: ['ui', 'lib', 'features'],
    app: ['ui', 'lib', 'features', 'pages'],
    main: ['ui', 'lib', 'app'],
  },
  'packages/cli': {
    failure: [],
    version: [],
    terminal: ['failure'],
    completion: [],
    common: ['failure', 'terminal'],
    setup: ['failure', 'terminal', 'common'],
    commands: ['failure', 'terminal', 'common', 'setup'],
    programs: ['failure', 'version', 'completion', 'setup', 'commands'],
    run: ['failure', 'terminal', 'common'],
    gfconfig: ['programs', 'run'],
    gofigr: ['programs', 'run'],
  },
  'packages/compare': {
    limits: [],
    sequence: [],
    text: ['limits', 'sequence'],
    cells: ['limits', 'sequence', 'text'],
    table: ['limits', 'sequence'],
    picture: ['limits'],
    svg: ['limits', 'sequence'],
    values: ['limits', 'sequence', 'table'],
    environment: ['limits', 'text', 'values'],
    revision: ['limits', 'text', 'cells', 'table', 'picture', 'svg', 'values', 'environment'],
    index: ['limits', 'text', 'cells', 'table', 'picture', 'svg', 'values', 'environment', 'revision'],
  },
  'packages/tables': {
    table: [],
    encoding: [],
    parquet: ['table'],
    'read-table': ['table', 'encoding', 'parquet'],
    index: ['table', 'read-table'],
  },
  'packages/likeness': {
    codes: [],
    solve: [],
    picture: [],
    warp: ['picture'],
    align: ['picture', 'solve', 'warp'],
    sums: [],
    trim: ['picture', 'sums'],
    descriptor: ['picture', 'trim'],
    regions: ['picture', 'sums', 'trim'],
    quads: ['picture', 'warp'],
    frames: ['picture'],
    cells: ['picture', 'trim'],
    islands: ['cells', 'picture', 'trim'],
    corners: ['cells', 'picture', 'regions'],
    sheet: ['picture', 'quads', 'solve', 'warp'],
    probe: ['picture', 'descriptor', 'regions'],
    'scan-program': [],
    scan: ['scan-program'],
    shortlist: ['descriptor', 'probe', 'scan'],
    query: ['picture', 'align', 'corners', 'frames', 'islands', 'probe', 'quads', 'regions', 'sheet', 'warp'],
    verify: ['picture', 'align', 'descriptor', 'probe', 'query', 'warp'],
    find: ['picture', 'probe', 'query', 'shortlist', 'verify'],
    index: ['codes', 'picture', 'descriptor', 'shortlist', 'query', 'verify', 'find'],
  },
  tools: {
    lib: [],
    demo: ['lib'],
    bench: ['lib', 'demo'],
    legs: ['lib', 'bench'],
    mutation: ['lib'],
    tasks: ['lib', 'demo', 'bench', 'legs', 'mutation'],
  },
};

/** Layers that are divided into parts, with the name of a part. Others may import only a part's index.ts. */
const PARTS: Record<string, string> = { features: 'feature', pages: 'page' };

/**
 * Other workspaces that a workspace may import: anything or types only. An entry of a package may have its own rule.
 */
const WORKSPACE_IMPORTS: Record<string, Record<string, 'anything' | 'types'>> = {
  'packages/client': {
    '@gofigr/contract': 'types',
    '@gofigr/contract/key': 'anything',
    '@gofigr/contract/export-layout': 'anything',
    '@gofigr/contract/file-names': 'anything',
    '@gofigr/contract/formats': 'anything',
  },
  'packages/cli': { '@gofigr/client': 'anything', '@gofigr/compare': 'anything' },
  'apps/server': {
    '@gofigr/contract': 'anything',
    '@gofigr/compare': 'anything',
    '@gofigr/likeness': 'anything',
    '@gofigr/tables': 'anything',
  },
  'apps/web': {
    '@gofigr/contract': 'types',
    '@gofigr/contract/formats': 'anything',
    '@gofigr/client/wire': 'anything',
    '@gofigr/compare': 'anything',
    '@gofigr/tables': 'anything',
  },
  tools: { '@gofigr/likeness': 'anything' },
  acceptance: { '@gofigr/contract': 'anything', '@gofigr/client': 'anything' },
};

/** Folders of other workspaces that a folder may import by a path. The durability harness uses `tools/lib`. */
const PATHS: Record<string, readonly string[]> = {
  'apps/server/src/features/listing/bench-fill.test.ts': ['tools/bench/lib/fill.ts'],
  'acceptance/durability/': ['tools/lib/'],
  'tools/legs/': ['acceptance/durability/'],
  'tools/tasks/': ['acceptance/durability/'],
};

/** External packages that a workspace may import. Workspaces that aren't listed may import any. */
const PACKAGES: Record<string, readonly string[]> = {
  'packages/contract': ['typebox'],
  // These also run in browsers. So they import no module of Node.
  'packages/compare': ['@blazediff/core', '@rgrove/parse-xml'],
  'packages/likeness': ['zxing-wasm'],
  'packages/tables': ['chardet', 'hyparquet', 'hyparquet-compressors'],
};

/** `x.test.ts`, `x.test-suite.ts`, `test-x.ts` */
const TEST_FILE = /\.test(-suite)?\.tsx?$|\/test-[^/]+\.tsx?$/;

/**
 * Checks the one-way imports of docs/architecture.md between all sources, and the files of the server's features.
 * Returns a line for each forbidden import, cycle, and misplaced file or query.
 */
export function checkBoundaries(sources: Sources): string[] {
  return readImports(sources).problems;
}

/** Lists the imports between features, such as `apps/web/asset → apps/web/thumbnail`, without those of tests. */
export function featureEdges(sources: Sources): string[] {
  const { featureGraph } = readImports(sources);
  return [...featureGraph].flatMap(([from, all]) => [...all].map((to) => `${from} → ${to}`)).toSorted();
}

function readImports(sources: Sources): { problems: string[]; featureGraph: Map<string, Set<string>> } {
  const known = new Set(sources.keys());
  const fileGraph = new Map<string, Set<string>>();
  const featureGraph = new Map<string, Set<string>>();
  const problems: string[] = [];

  for (const [file, source] of sources) {
    const from = locate(file);
    const unknownLayer = refuseUnknownLayer(from);
    if (unknownLayer) problems.push(`${file}: ${unknownLayer}`);
    const targets = new Set<string>();
    fileGraph.set(file, targets);
    if (!from.isTest) problems.push(...refuseServerFile(file, source));
    for (const found of importsOf(file, source)) {
      const target = resolveRelative(file, found.specifier, known);
      if (target) targets.add(target);
      if (target?.endsWith(posix.basename(found.specifier)) === false)
        problems.push(`${file}:${found.line}: an import names the file that it is of: ${target}`);
      const problem = target ? refuseFile(from, file, target) : refusePackage(from, file, found);
      if (problem) problems.push(`${file}:${found.line}: ${problem}`);
      if (target && !from.isTest) addFeatureEdge(featureGraph, from, locate(target));
    }
  }
  for (const cycle of findCycles(fileGraph)) problems.push(`import cycle: ${cycle.join(' → ')}`);
  for (const cycle of findCycles(featureGraph)) problems.push(`features need each other: ${cycle.join(' → ')}`);
  return { problems, featureGraph };
}

function locate(file: string): ModuleLocation {
  const parts = file.split('/');
  const [first = '', second = '', third = '', fourth = ''] = parts;
  if (first === 'tools') return { workspace: first, layer: second, isTest: file.endsWith('.test.ts') };
  if (first === 'acceptance') return { workspace: first, layer: second, isTest: true };
  const layer = fourth.replace(/\.tsx?$/, '');
  return {
    workspace: `${first}/${second}`,
    layer,
    isTest: TEST_FILE.test(file) || fourth === 'testing' || third !== 'src',
    ...(layer in PARTS ? { part: parts[4] ?? '' } : {}),
  };
}

function refuseUnknownLayer({ workspace, layer, isTest }: ModuleLocation): string | undefined {
  const layers = LAYERS[workspace];
  if (!layers || isTest || layer in layers) return undefined;
  return `"${layer}" is none of the layers of ${workspace}: ${Object.keys(layers).join(', ')}`;
}

function resolveRelative(file: string, specifier: string, known: ReadonlySet<string>): string | undefined {
  if (!specifier.startsWith('.')) return undefined;
  const path = posix.join(dirname(file), specifier);
  return [path, `${path}.ts`, `${path}.tsx`, `${path}/index.ts`].find((candidate) => known.has(candidate));
}

/** Returns the reason why a file at `from` may not import the file `target` of this repository. */
function refuseFile(from: ModuleLocation, file: string, target: string): string | undefined {
  const to = locate(target);
  if (to.workspace !== from.workspace) {
    return isOpenPath(file, target) ? undefined : `reaches into ${to.workspace} by a path; import the package`;
  }
  if (from.isTest) return undefined;
  if (to.isTest) return `imports test code (${target})`;
  const allowed = LAYERS[from.workspace]?.[from.layer];
  if (!allowed) return undefined;
  if (from.layer !== to.layer && !allowed.includes(to.layer)) return `${from.layer} may not import ${to.layer}`;
  if (to.part !== undefined && !isSamePart(from, to)) {
    if (to.layer === 'pages' && from.layer === 'pages') return `imports the page "${to.part}"; a page imports no other`;
    if (!isDoor(target)) return `imports the inside of the ${PARTS[to.layer]} "${to.part}"; only its index.ts is open`;
  }
  if (from.workspace === 'apps/web' && from.layer === 'ui' && /\/src\/lib\/(api|query)/.test(target)) {
    return 'ui may not import data';
  }
  return undefined;
}

const isOpenPath = (file: string, target: string): boolean =>
  Object.entries(PATHS).some(
    ([folder, open]) => file.startsWith(folder) && open.some((path) => target.startsWith(path)),
  );

const isSamePart = (from: ModuleLocation, to: ModuleLocation): boolean =>
  from.layer === to.layer && from.part === to.part;

const isDoor = (path: string): boolean => /\/(features|pages)\/[^/]+\/index\.tsx?$/.test(path);

/** Returns the reason why a file at `from` may not import a package, or a path outside the source folders. */
function refusePackage(from: ModuleLocation, file: string, { specifier, typeOnly }: Import): string | undefined {
  if (specifier.startsWith('.')) {
    const inside = posix.join(dirname(file), specifier).startsWith(`${from.workspace}/`);
    return inside ? undefined : `reaches out of ${from.workspace} by a path (${specifier})`;
  }
  const name = specifier.split('/', specifier.startsWith('@') ? 2 : 1).join('/');
  if (name.startsWith('@gofigr/')) {
    const rules = WORKSPACE_IMPORTS[from.workspace];
    const allowed = rules?.[specifier] ?? rules?.[name];
    if (!allowed) return `${from.workspace} may not import ${name}`;
    if (allowed === 'types' && !typeOnly && !from.isTest) return `${name} may be imported as types only`;
  }
  const packages = PACKAGES[from.workspace];
  if (packages && !from.isTest && !packages.includes(name)) {
    return `${from.workspace} may import only ${packages.join(', ')}, not ${name}`;
  }
  return undefined;
}

function addFeatureEdge(graph: Map<string, Set<string>>, from: ModuleLocation, to: ModuleLocation): void {
  if (from.layer !== 'features' || to.layer !== 'features' || from.part === to.part) return;
  const key = `${from.workspace}/${from.part}`;
  graph.set(key, (graph.get(key) ?? new Set()).add(`${to.workspace}/${to.part}`));
}
