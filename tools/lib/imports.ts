import { parseSync } from 'rolldown/utils';

export type Import = { specifier: string; typeOnly: boolean; line: number };

/** Matches `import('./x.ts').Name` in a type, which the parser's module record lacks. */
const TYPE_IMPORT = /\bimport\(\s*(['"])([^'"]+)\1\s*\)\s*[.<]/g;

/** Returns all imports and re-exports of a TypeScript source, static or dynamic, in any order. */
export function importsOf(path: string, source: string): Import[] {
  const { module, errors } = parseSync(path, source);
  const [error] = errors;
  if (error) throw new Error(`${path}: ${error.message}`);
  const lineAt = (offset: number): number => source.slice(0, offset).split('\n').length;
  const found: Import[] = [];
  for (const { moduleRequest, entries, start } of module.staticImports) {
    const typeOnly = entries.length > 0 && entries.every((entry) => entry.isType);
    found.push({ specifier: moduleRequest.value, typeOnly, line: lineAt(start) });
  }
  for (const { entries } of module.staticExports) {
    for (const { moduleRequest, isType, start } of entries) {
      if (moduleRequest) found.push({ specifier: moduleRequest.value, typeOnly: isType, line: lineAt(start) });
    }
  }
  const dynamic = new Set<number>();
  for (const { moduleRequest, start } of module.dynamicImports) {
    dynamic.add(start);
    const literal = /^(['"`])([^'"`$]+)\1$/.exec(source.slice(moduleRequest.start, moduleRequest.end));
    if (literal?.[2] !== undefined) found.push({ specifier: literal[2], typeOnly: false, line: lineAt(start) });
  }
  for (const match of source.matchAll(TYPE_IMPORT)) {
    const specifier = match[2];
    if (specifier === undefined || dynamic.has(match.index)) continue;
    found.push({ specifier, typeOnly: true, line: lineAt(match.index) });
  }
  return found;
}
