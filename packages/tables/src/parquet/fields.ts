import type { SchemaElement } from 'hyparquet';
import type { ArrowHint } from './arrow-hint.ts';
import { type Format, leafFormat } from './leaves.ts';

/** An element of the schema with its own names and types. The copy that is handed to the reader has neither. */
export interface Field {
  element: SchemaElement;
  /** Name of the element in the copy: unique in the file. */
  key: string;
  children: readonly Field[];
}

/** Returns the formatter of a column. `hint` is the same field in Arrow's schema. */
export const columnFormat = (field: Field, hint: ArrowHint | undefined): Format =>
  repeated(field, formatOf(field, hint));

function formatOf(field: Field, hint: ArrowHint | undefined): Format {
  const { element, children } = field;
  if (children.length === 0) return withNull(leafFormat(element, hint));
  const [first] = children;
  if (isMap(field) && first) return withNull(mapFormat(first, hint?.child(0)));
  if (isList(field) && first) {
    return withNull(listFormat(formatOf(memberOf(first), hint?.child(0))));
  }
  const members = children.map((child, index) => {
    const format = formatOf(child, hint?.child(index));
    return { key: child.key, name: JSON.stringify(child.element.name), format: repeated(child, format) };
  });
  return withNull((value) => {
    const struct = value as Record<string, unknown>; // hyparquet makes an object of each structure
    return `{${members.map(({ key, name, format }) => `${name}: ${format(struct[key], true)}`).join(', ')}}`;
  });
}

const isNamed = ({ element }: Field, name: 'LIST' | 'MAP'): boolean =>
  element.converted_type === name || element.logical_type?.type === name;

export const isList = (field: Field): boolean =>
  isNamed(field, 'LIST') && hasRepeated(field) && (field.children[0]?.children.length ?? 0) < 2;

export const isMap = (field: Field): boolean =>
  (isNamed(field, 'MAP') || field.element.converted_type === 'MAP_KEY_VALUE') &&
  hasRepeated(field) &&
  field.children[0]?.children.length === 2;

/** Finds the member below a list's only child, which repeats. In files of some old writers, it is that child itself. */
export const memberOf = (child: Field): Field => (child.children.length === 1 ? (child.children[0] ?? child) : child);

const hasRepeated = ({ children }: Field): boolean =>
  children.length === 1 && children[0]?.element.repetition_type === 'REPEATED';

/** Formats a list by its members' format. */
const listFormat =
  (format: Format): Format =>
  (value) =>
    `[${[...(value as Iterable<unknown>)].map((member) => format(member, true)).join(', ')}]`; // an array, or a typed one

/** A field that repeats without being a list is one anyhow. */
const repeated = ({ element }: Field, format: Format): Format =>
  element.repetition_type === 'REPEATED' ? withNull(listFormat(format)) : format;

/** A map is read as a list of pairs, so that a repeated key is kept. */
function mapFormat(pair: Field, hint: ArrowHint | undefined): Format {
  const [key, member] = pair.children;
  if (!key || !member) throw new Error('a map has keys and values');
  const keyFormat = formatOf(key, hint?.child(0));
  const memberFormat = formatOf(member, hint?.child(1));
  return (value) => {
    const map = value as Record<string, Record<string, unknown>[] | undefined>; // hyparquet makes an object of each structure
    const pairs = map[pair.key] ?? [];
    return `{${pairs.map((one) => `${keyFormat(one[key.key], true)}: ${memberFormat(one[member.key], true)}`).join(', ')}}`;
  };
}

const withNull =
  (format: Format): Format =>
  (value, isInner) =>
    value === null || value === undefined ? (isInner ? 'null' : '') : format(value, isInner);
