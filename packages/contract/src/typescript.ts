/** Generates the wire's types as plain TypeScript, for clients that must not depend on the schema library. */
import type { TSchema } from 'typebox';
import { Activity } from './activity.ts';
import { ApiKey } from './api-key.ts';
import { Asset, AssetRevision } from './asset.ts';
import { ERRORS } from './errors.ts';
import { ExportManifest } from './export.ts';
import { Info } from './info.ts';
import { ListedAnalysis, ListedAsset, ListedFigure } from './listing.ts';
import { Member } from './members.ts';
import { Analysis, Figure, Revision, ShallowWorkspace, Workspace } from './objects.ts';
import type { Operation } from './operation.ts';
import { operations } from './operations.ts';
import { User } from './users.ts';

const ROOTS: readonly TSchema[] = [
  ...[Info, User, ApiKey, Workspace, ShallowWorkspace, Analysis, Figure, Revision, Asset, AssetRevision],
  ...[Activity, Member, ListedAnalysis, ListedFigure, ListedAsset, ExportManifest],
];

/** The subset of JSON Schema that the contract's answers use. */
interface Schema {
  title?: string;
  description?: string;
  type?: string;
  const?: unknown;
  enum?: readonly unknown[];
  anyOf?: readonly Schema[];
  items?: Schema;
  properties?: Record<string, Schema>;
  required?: readonly string[];
  patternProperties?: Record<string, Schema>;
}

const PRIMITIVES: Record<string, string> = {
  string: 'string',
  integer: 'number',
  number: 'number',
  boolean: 'boolean',
  null: 'null',
};

const literal = (value: unknown): string => (typeof value === 'string' ? `'${value}'` : JSON.stringify(value));

function typeOf(schema: Schema, named: Map<string, Schema>): string {
  if (schema.title !== undefined) {
    named.set(schema.title, schema);
    return schema.title;
  }
  if (schema.const !== undefined) return literal(schema.const);
  if (schema.enum) return schema.enum.map(literal).join(' | ');
  if (schema.anyOf) return unionOf(schema.anyOf.map((one) => typeOf(one, named)));
  if (schema.type === 'array' && schema.items) return arrayOf(typeOf(schema.items, named));
  const [values] = Object.values(schema.patternProperties ?? {});
  if (values) return `Record<string, ${typeOf(values, named)}>`;
  if (schema.properties) return objectOf(schema, named);
  const primitive = PRIMITIVES[schema.type ?? ''];
  if (primitive) return primitive;
  if (schema.type === undefined) return 'unknown';
  throw new Error(`no TypeScript for ${JSON.stringify(schema)}`);
}

/** `unknown` absorbs the other types of a union. */
const unionOf = (types: string[]): string => (types.includes('unknown') ? 'unknown' : types.join(' | '));

/** An unnamed object type, on one line. */
function objectOf({ properties = {}, required = [] }: Schema, named: Map<string, Schema>): string {
  const fields = Object.entries(properties).map(
    ([key, property]) => `${key}${required.includes(key) ? '' : '?'}: ${typeOf(property, named)}`,
  );
  return fields.length === 0 ? 'object' : `{ ${fields.join('; ')} }`;
}

const PREFIX = { versioned: '', bare: '/api', site: '' } as const;

/**
 * One entry of `Routes`: the operation's path and query parameters, body and answer. Routes below `/api` without a
 * version contain that prefix.
 */
function routeOf(operation: Operation, named: Map<string, Schema>): string {
  const { method, path, params, query, body, answer, root } = operation;
  const part = (name: string, schema: TSchema | undefined) => {
    if (schema === undefined) return '';
    // A TypeBox schema is plain JSON Schema.
    const isOptional = ((schema as Schema).required ?? []).length === 0;
    return `    ${name}${isOptional ? '?' : ''}: ${typeOf(schema, named)};\n`;
  };
  const type = answer ? typeOf(answer, named) : operation.bytes ? 'Blob' : 'undefined';
  const parts = `${part('path', params)}${part('query', query)}${part('body', body)}    answer: ${type};\n`;
  return `  '${method} ${PREFIX[root ?? 'versioned']}${path}': {\n${parts}  };\n`;
}

const arrayOf = (item: string): string => (item.includes(' ') ? `(${item})[]` : `${item}[]`);

function printInterface(name: string, schema: Schema, named: Map<string, Schema>): string {
  const fields = Object.entries(schema.properties ?? {}).map(([key, property]) => {
    const comment = property.description === undefined ? '' : `  /** ${property.description} */\n`;
    const mark = schema.required?.includes(key) ? '' : '?';
    return `${comment}  ${key}${mark}: ${typeOf(property, named)};\n`;
  });
  return `export interface ${name} {\n${fields.join('')}}\n`;
}

/** Renders the client's `wire.ts` as committed. */
export function renderTypeScript(): string {
  const named = new Map<string, Schema>();
  for (const root of ROOTS) typeOf(root, named);
  const routes = operations.map((operation) => routeOf(operation, named));
  const printed: string[] = [];
  // Grows during the iteration: printing one schema names others.
  for (const [name, schema] of named) printed.push(printInterface(name, schema, named));
  const codes = Object.keys(ERRORS).map((code) => `  | '${code}'`);
  return [
    '// Generated from packages/contract by "npm run fix". Do not edit.\n',
    `/** Error codes of this project's server; people read \`detail\`. */\nexport type ErrorCode =\n${codes.join('\n')};\n`,
    ...printed,
    `/** Every operation by its method and path, with the parts of its request and its answer. */\nexport interface Routes {\n${routes.join('')}}\n`,
  ].join('\n');
}
