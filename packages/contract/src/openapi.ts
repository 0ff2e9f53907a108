import type { TSchema } from 'typebox';
import { PUBLISH_TYPE } from './blob.ts';
import { ERRORS, ErrorBody } from './errors.ts';
import type { Access, Operation, When } from './operation.ts';
import { operations } from './operations.ts';

type Json = Record<string, unknown>;

/** Replaces every titled schema by a reference, and collects it under its title. */
function collect(schema: unknown, into: Json): unknown {
  if (Array.isArray(schema)) return schema.map((item) => collect(item, into));
  if (schema === null || typeof schema !== 'object') return schema;
  const copy: Json = {};
  for (const [key, value] of Object.entries(schema)) if (!key.startsWith('~')) copy[key] = collect(value, into);
  const title = copy['title'];
  if (typeof title !== 'string') return copy;
  into[title] ??= copy;
  return { $ref: `#/components/schemas/${title}` };
}

function describeAccess(access: Access): string {
  if (access === 'public') return 'Anyone.';
  if (access === 'user') return 'Signed-in users.';
  if (access === 'person') return 'Signed-in users, but not with an API key.';
  if (access === 'self') return 'The user in the path, but not with a key for one workspace.';
  const demands = access
    .map(
      ({ action, kind, key, in: location, when }) =>
        `\`${action}\` on the ${kind} in ${location} field \`${key}\`${describeWhen(when)}`,
    )
    .join('; ');
  return `${demands}${access.some(({ person }) => person) ? ', not with an API key' : ''}.`;
}

function describeWhen(when: When | undefined): string {
  if (when === undefined) return '';
  return when === 'others' ? ', when `username` is not the caller' : `, when \`${when.moves}\` names another parent`;
}

function parameters(operation: Operation, into: Json): Json[] {
  const list: Json[] = [];
  for (const [location, schema] of [
    ['path', operation.params],
    ['query', operation.query],
  ] as const) {
    const { properties = {}, required = [] } = (schema ?? {}) as {
      properties?: Record<string, TSchema>;
      required?: string[];
    }; // params and query are objects
    for (const [name, property] of Object.entries(properties))
      list.push({ name, in: location, required: required.includes(name), schema: collect(property, into) });
  }
  return list;
}

function answers(operation: Operation, schemas: Json): Json {
  const body = operation.answer
    ? { 'application/json': { schema: collect(operation.answer, schemas) } }
    : operation.bytes
      ? { [operation.bytes]: { schema: { type: 'string', format: 'binary' } } }
      : undefined;
  const result: Json = { [operation.status]: { description: operation.summary, ...(body && { content: body }) } };
  if (operation.mayCreate)
    result[201] = { description: 'It was missing and has been created', ...(body && { content: body }) };
  if (operation.mayBeEmpty) result[204] = { description: 'There is none' };
  const byStatus = Map.groupBy(operation.errors ?? [], (code) => ERRORS[code]);
  for (const [status, codes] of byStatus)
    result[status] = {
      description: codes.map((code) => `\`${code}\``).join(', '),
      content: { 'application/json': { schema: collect(ErrorBody, schemas) } },
    };
  return result;
}

const PREFIX = { versioned: '/api/v1.4.1', bare: '/api', site: '' } as const;

/** The content types of a body: JSON, a form where a browser may send one, and JSON with the bytes of its data. */
const bodyOf = ({ form, carries }: Operation, schema: unknown): Json => ({
  'application/json': { schema },
  ...(form && { 'application/x-www-form-urlencoded': { schema } }),
  ...(carries === 'data' && { [PUBLISH_TYPE]: { schema: { type: 'string', format: 'binary' } } }),
});

/** Builds the OpenAPI 3.1 document of one version of the API (`v1.4.1`; other prefixes reach the same routes). */
export function openApi(version: string): Json {
  const schemas: Json = {};
  const paths: Record<string, Json> = {};
  for (const operation of operations) {
    const path = `${PREFIX[operation.root ?? 'versioned']}${operation.path.replace(/:(\w+)/g, '{$1}')}`;
    paths[path] ??= {};
    paths[path][operation.method.toLowerCase()] = {
      operationId: operation.id,
      tags: [operation.id.split('.')[0]],
      summary: operation.summary,
      description: [operation.description, `Access: ${describeAccess(operation.access)}`].filter(Boolean).join('\n\n'),
      parameters: parameters(operation, schemas),
      ...((operation.carries === 'file' || operation.carries === 'bytes') && {
        requestBody: { required: true, content: { 'application/octet-stream': {} } },
      }),
      ...(operation.body && {
        requestBody: { required: true, content: bodyOf(operation, collect(operation.body, schemas)) },
      }),
      responses: answers(operation, schemas),
      ...(operation.access === 'public' && { security: [] }),
    };
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'GoFigr',
      version,
      description: 'Version control for figures. Every version prefix `/api/v1*/` reaches the same routes.',
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    servers: [{ url: '/' }],
    security: [{ key: [] }, { bearer: [] }, { session: [] }],
    paths,
    components: {
      schemas: Object.fromEntries(Object.entries(schemas).toSorted(([a], [b]) => a.localeCompare(b))),
      securitySchemes: {
        key: { type: 'apiKey', in: 'header', name: 'Authorization', description: '`Token <API key>`' },
        bearer: { type: 'http', scheme: 'bearer', description: 'Access token from `/api/token/`' },
        session: {
          type: 'apiKey',
          in: 'cookie',
          name: 'gofigr_session',
          description: 'On https its name is `__Host-gofigr_session`',
        },
      },
    },
  };
}
