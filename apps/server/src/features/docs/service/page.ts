type Node = Record<string, unknown>;

const escape = (text: unknown): string => String(text).replace(/[&<>"']/g, (it) => `&#${it.charCodeAt(0)};`);

/** Markdown that the descriptions use: paragraphs and code. */
const prose = (text: unknown): string =>
  (typeof text === 'string' ? text : '')
    .split('\n\n')
    .map((part) => `<p>${escape(part).replace(/`([^`]*)`/g, '<code>$1</code>')}</p>`)
    .join('');

/** The OpenAPI document as one page without scripts. */
export function renderPage(document: Node): string {
  const { title, version, description } = document['info'] as Node;
  const operations = Object.entries(document['paths'] as Record<string, Record<string, Node>>).flatMap(
    ([path, methods]) => Object.entries(methods).map(([method, operation]) => ({ path, method, operation })),
  );
  const byTag = Map.groupBy(operations, ({ operation }) => String((operation['tags'] as string[])[0]));
  const schemas = Object.entries((document['components'] as { schemas: Record<string, Node> }).schemas);
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
<section id="schemas"><h2>schemas</h2>${schemas.map(([name, schema]) => `<details id="schema-${escape(name)}"><summary><code>${escape(name)}</code></summary>${renderSchema(schema)}</details>`).join('')}</section>
</main>
</html>
`;
}

function renderOperation({ path, method, operation }: { path: string; method: string; operation: Node }): string {
  const parameters = (operation['parameters'] as Node[]).map(
    (it) =>
      `<tr><td><code>${escape(it['name'])}</code></td><td>${escape(it['in'])}</td><td>${typeOf(it['schema'] as Node)}</td></tr>`,
  );
  const responses = Object.entries(operation['responses'] as Record<string, Node>).map(
    ([status, it]) =>
      `<tr><td>${escape(status)}</td><td>${prose(it['description'])}</td><td>${typeOf(schemaOf(it))}</td></tr>`,
  );
  const body = schemaOf(operation['requestBody'] as Node | undefined);
  return `<details><summary><b>${escape(method.toUpperCase())}</b> <code>${escape(path)}</code> ${escape(operation['summary'])}</summary>
${prose(operation['description'])}
${parameters.length > 0 ? `<table><caption>Parameters</caption>${parameters.join('')}</table>` : ''}
${body ? `<h4>Body</h4>${renderSchema(body)}` : ''}
<table><caption>Answers</caption>${responses.join('')}</table></details>`;
}

function schemaOf(holder: Node | undefined): Node | undefined {
  const content = Object.values((holder?.['content'] ?? {}) as Record<string, Node>)[0];
  return content?.['schema'] as Node | undefined;
}

function renderSchema(schema: Node): string {
  const properties = Object.entries((schema['properties'] ?? {}) as Record<string, Node>);
  if (properties.length === 0) return `<p>${typeOf(schema)}</p>`;
  const required = new Set(schema['required'] as string[] | undefined);
  const rows = properties.map(
    ([name, it]) =>
      `<tr><td><code>${escape(name)}</code></td><td>${typeOf(it)}</td><td>${required.has(name) ? 'required' : ''}</td><td>${prose(it['description'])}</td></tr>`,
  );
  return `<table>${rows.join('')}</table>`;
}

function typeOf(schema: Node | undefined): string {
  if (!schema) return '';
  const reference = schema['$ref'];
  if (typeof reference === 'string') {
    const name = reference.slice(reference.lastIndexOf('/') + 1);
    return `<a href="#schema-${escape(name)}">${escape(name)}</a>`;
  }
  if (Array.isArray(schema['anyOf'])) return (schema['anyOf'] as Node[]).map(typeOf).join(' or ');
  if (Array.isArray(schema['enum']))
    return (schema['enum'] as unknown[]).map((it) => `<code>${escape(it)}</code>`).join(', ');
  if ('const' in schema) return `<code>${escape(JSON.stringify(schema['const']))}</code>`;
  if (schema['type'] === 'array') return `list of ${typeOf(schema['items'] as Node)}`;
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
