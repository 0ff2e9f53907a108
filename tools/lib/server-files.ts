import { parseSync } from 'rolldown/utils';
import { isNode, type Node, nameOf, walk } from './syntax.ts';

/** Files that a feature of the server may have. A file that grows becomes a folder of the same name. */
const FILES = ['index', 'routes', 'service', 'store', 'wire', 'errors', 'mail'];
const FOLDERS = ['routes', 'service', 'store', 'wire'];

/** Files besides `store.ts` that may hold queries. */
const STORES = ['kernel/db/', 'kernel/objects/', 'kernel/audit.ts'];

const QUERIES = new Set(['selectFrom', 'insertInto', 'updateTable', 'deleteFrom', 'mergeInto', 'replaceInto']);

const SOURCES = 'apps/server/src/';

/** Returns the reasons why a server file is misplaced by its name or code. Empty for other files. */
export function refuseServerFile(file: string, source: string): string[] {
  if (!file.startsWith(SOURCES)) return [];
  const path = file.slice(SOURCES.length);
  const { program } = parseSync(file, source);
  const lineOf = (offset: number): number => source.slice(0, offset).split('\n').length;
  const at = (offset: number, what: string): string => `${file}:${lineOf(offset)}: ${what}`;
  const problems: string[] = [];

  const [layer, , ...inside] = path.split('/');
  const name = inside.join('/');
  if (layer === 'features') {
    if (!isKnown(inside)) problems.push(`${file}: ${vocabulary}`);
    for (const statement of program.body) {
      if (name === 'index.ts' && !isReexport(statement))
        problems.push(at(statement.start, 'a door holds no code: it exports what other files of the feature have'));
      if (!/^routes[./]/.test(name) && statement.type === 'ImportDeclaration' && addsRoutes(statement))
        problems.push(at(statement.start, 'routes are added in routes.ts only'));
    }
  }
  if (!isStore(path))
    walk(program, (node) => {
      const found = queryAt(node);
      if (found !== undefined) problems.push(at(found, 'queries belong in store.ts'));
    });
  return problems;
}

const vocabulary = `a feature has ${FILES.join('.ts, ')}.ts, and files in the folders ${FOLDERS.join('/, ')}/ only`;

function isKnown(inside: readonly string[]): boolean {
  const [first = '', second, ...deeper] = inside;
  if (deeper.length > 0) return false;
  return second === undefined ? FILES.some((name) => first === `${name}.ts`) : FOLDERS.includes(first);
}

const isStore = (path: string): boolean =>
  STORES.some((known) => path.startsWith(known)) || /\/store\.ts$|^features\/[^/]+\/store\//.test(path);

const isReexport = (statement: { type: string }): boolean =>
  statement.type.startsWith('Export') && 'source' in statement && statement.source !== null;

/** Tells whether an import adds routes: `route` binds a handler to an operation, and Fastify's instance adds pages. */
function addsRoutes({ source, specifiers }: { source: { value: string }; specifiers: readonly object[] }): boolean {
  const names = specifiers.flatMap((specifier) => ('imported' in specifier ? [nameOf(specifier.imported)] : []));
  if (source.value === 'fastify') return names.includes('FastifyInstance');
  return source.value.endsWith('kernel/http/index.ts') && names.includes('route');
}

/** Returns the position of a query such as `db.selectFrom(…)`, or of an import for writing SQL. */
function queryAt(node: Node): number | undefined {
  if (node.type === 'ImportDeclaration') return importsSql(node) ? node.start : undefined;
  const callee = node.type === 'CallExpression' ? node['callee'] : undefined;
  const property = isNode(callee) && callee.type === 'MemberExpression' ? callee['property'] : undefined;
  return isNode(property) && QUERIES.has(nameOf(property)) ? property.start : undefined;
}

function importsSql({ source, specifiers }: Node): boolean {
  if (!isNode(source) || source['value'] !== 'kysely' || !Array.isArray(specifiers)) return false;
  return specifiers.some((specifier) => isNode(specifier) && nameOf(specifier['imported']) === 'sql');
}
