import type { Format } from './format.ts';
import { FORMATS } from './table.ts';

/** Renders the table of formats as a module of the Python package. */
export function renderPythonFormats(): string {
  return `"""The table of formats. Generated from packages/contract by "npm run fix". Do not edit."""

from __future__ import annotations

from gofigr.models.formats.format import Format

# fmt: off
FORMATS: tuple[Format, ...] = (
${FORMATS.map(row).join('\n')}
)
`;
}

function row({ name, label, kind, endings, aliases = [], media = [], ...rest }: Format): string {
  const options: [string, string | undefined][] = [
    ['drawable', rest.drawable && text(rest.drawable)],
    ['shown', rest.shown && text(rest.shown)],
    ['vector', rest.vector && 'True'],
    ['base', rest.base && text(rest.base)],
    ['signature', rest.signature && text(rest.signature)],
    ['hint', rest.hint && text(rest.hint)],
    ['grammar', rest.grammar && text(rest.grammar)],
  ];
  const given = options.filter(([, value]) => value !== undefined).map(([key, value]) => `, ${key}=${value}`);
  const lists = [endings, aliases, media].map(tuple).join(', ');
  return `    Format(${[name, label, kind].map(text).join(', ')}, ${lists}${given.join('')}),`;
}

const tuple = (texts: readonly string[]): string =>
  texts.length === 0 ? '()' : `(${texts.map(text).join(', ')}${texts.length === 1 ? ',' : ''})`;

/** JSON's escapes are Python's too. */
const text = (value: string): string => JSON.stringify(value);
