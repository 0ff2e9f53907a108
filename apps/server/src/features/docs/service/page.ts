type Node = Record<string, unknown>;

const isNode = (value: unknown): value is Node => typeof value === 'object' && value !== null && !Array.isArray(value);

/** A node of the OpenAPI document; empty if it is missing. */
const nodeOf = (value: unknown): Node => (isNode(value) ? value : {});
const listOf = (value: unknown): unknown[] => (Array.isArray(value) ? value : []);

const escape = (text: unknown): string => String(text).replace(/[&<>"']/g, (it) => `&#${it.charCodeAt(0)};`);

/** Renders the Markdown that descriptions use: paragraphs and code. */
const prose = (text: unknown): string =>
  (typeof text === 'string' ? text : '')
    .split('\n\n')
    .map((part) => `<p>${escape(part).replace(/`([^`]*)`/g, '<code>$1</code>')}</p>`)
    .join('');

/** Renders the OpenAPI document as one page without scripts. */
export function renderPage(document: Node): string {
  const { title, version, description } = nodeOf(document['info']);
  const operations = Object.entries(nodeOf(document['paths'])).flatMap(([path, methods]) =>
    Object.entries(nodeOf(methods)).map(([method, operation]) => ({ path, method, operation: nodeOf(operation) })),
  );
  const byTag = Map.groupBy(operations, ({ operation }) => String(listOf(operation['tags'])[0]));
  const schemas = Object.entries(nodeOf(nodeOf(document['components'])['schemas']));
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escape(title)} API</title>
<style>${STYLE}</style>
<main>
<h1>${escape(title)} API <small>${escape(version)}</small></h1>
${prose(description)}
<p><a href="/api/docs/openapi.json">openapi.json</a></p>
<nav>${[...byTag.keys(), 'schemas'].map((tag) => `<a href="#${escape(tag)}">${escape(tag)}</a>`).join(' ')}</nav>
${[...byTag].map(([tag, list]) => `<section id="${escape(tag)}"><h2>${escape(tag)}</h2>${list.map(renderOperation).join('')}</section>`).join('')}
<section id="schemas"><h2>schemas</h2>${schemas.map(([name, schema]) => `<details id="schema-${escape(name)}"><summary><code>${escape(name)}</code></summary>${renderSchema(nodeOf(schema))}</details>`).join('')}</section>
</main>
</html>
`;
}

function renderOperation({ path, method, operation }: { path: string; method: string; operation: Node }): string {
  const parameters = listOf(operation['parameters'])
    .map(nodeOf)
    .map(
      (it) =>
        `<tr><td><code>${escape(it['name'])}</code></td><td>${escape(it['in'])}</td><td>${typeOf(it['schema'])}</td></tr>`,
    );
  const responses = Object.entries(nodeOf(operation['responses'])).map(
    ([status, it]) =>
      `<tr><td>${escape(status)}</td><td>${prose(nodeOf(it)['description'])}</td><td>${typeOf(schemaOf(it))}</td></tr>`,
  );
  const body = schemaOf(operation['requestBody']);
  return `<details><summary><b>${escape(method.toUpperCase())}</b> <code>${escape(path)}</code> ${escape(operation['summary'])}</summary>
${prose(operation['description'])}
${parameters.length > 0 ? `<table><caption>Parameters</caption>${parameters.join('')}</table>` : ''}
${isNode(body) ? `<h4>Body</h4>${renderSchema(body)}` : ''}
<table><caption>Answers</caption>${responses.join('')}</table></details>`;
}

const schemaOf = (holder: unknown): unknown => nodeOf(Object.values(nodeOf(nodeOf(holder)['content']))[0])['schema'];

function renderSchema(schema: Node): string {
  const properties = Object.entries(nodeOf(schema['properties']));
  if (properties.length === 0) return `<p>${typeOf(schema)}</p>`;
  const required = new Set(listOf(schema['required']));
  const rows = properties.map(
    ([name, it]) =>
      `<tr><td><code>${escape(name)}</code></td><td>${typeOf(it)}</td><td>${required.has(name) ? 'required' : ''}</td><td>${prose(nodeOf(it)['description'])}</td></tr>`,
  );
  return `<table>${rows.join('')}</table>`;
}

function typeOf(schema: unknown): string {
  if (!isNode(schema)) return '';
  const reference = schema['$ref'];
  if (typeof reference === 'string') {
    const name = reference.slice(reference.lastIndexOf('/') + 1);
    return `<a href="#schema-${escape(name)}">${escape(name)}</a>`;
  }
  if (Array.isArray(schema['anyOf'])) return schema['anyOf'].map(typeOf).join(' or ');
  if (Array.isArray(schema['enum'])) return schema['enum'].map((it) => `<code>${escape(it)}</code>`).join(', ');
  if ('const' in schema) return `<code>${escape(JSON.stringify(schema['const']))}</code>`;
  if (schema['type'] === 'array') return `list of ${typeOf(schema['items'])}`;
  return escape(schema['type'] ?? 'any');
}

const STYLE = `
:root { color-scheme: light dark; font: 15px/1.5 system-ui, sans-serif; }
main { max-width: 60rem; margin: 2rem auto; padding: 0 1rem; }
nav { display: flex; flex-wrap: wrap; gap: .25rem .75rem; margin: 1rem 0; }
details { border-top: 1px solid color-mix(in srgb, currentColor 20%, transparent); padding: .4rem 0; }
summary { cursor: pointer; overflow-wrap: anywhere; }
table { border-collapse: collapse; margin: .5rem 0; width: 100%; }
caption { text-align: left; font-weight: 600; }
td { border-bottom: 1px solid color-mix(in srgb, currentColor 12%, transparent); padding: .2rem .5rem; vertical-align: top; overflow-wrap: anywhere; }
td p { margin: 0; }
code { font: .9em ui-monospace, monospace; }
`;
