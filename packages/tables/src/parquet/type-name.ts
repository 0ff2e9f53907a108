import type { SchemaElement } from 'hyparquet';
import type { ArrowHint } from './arrow-hint.ts';
import { isText, isUnsigned, isUtc, kindOf, scaleOf, unitOf } from './element.ts';
import { type Field, isList, isMap, memberOf } from './fields.ts';

/** Names a column's type as Arrow does: `int64`, `timestamp[us, UTC]`, `list<string>`. */
export function typeName(field: Field, hint: ArrowHint | undefined): string {
  const name = nameOf(field, hint);
  return field.element.repetition_type === 'REPEATED' ? `list<${name}>` : name;
}

function nameOf(field: Field, hint: ArrowHint | undefined): string {
  const { element, children } = field;
  const [first] = children;
  if (!first) return leafName(element, hint);
  if (isMap(field)) return `map<${first.children.map((child, index) => nameOf(child, hint?.child(index))).join(', ')}>`;
  if (isList(field)) return `list<${nameOf(memberOf(first), hint?.child(0))}>`;
  const members = children.map((child, index) => `${child.element.name}: ${typeName(child, hint?.child(index))}`);
  return `struct<${members.join(', ')}>`;
}

const PHYSICAL: Readonly<Record<string, string>> = {
  BOOLEAN: 'bool',
  INT32: 'int32',
  INT64: 'int64',
  INT96: 'timestamp[ns]',
  FLOAT: 'float32',
  DOUBLE: 'float64',
  BYTE_ARRAY: 'binary',
};

function leafName(element: SchemaElement, hint: ArrowHint | undefined): string {
  const { type = '', logical_type: logical, converted_type: converted, precision, type_length: length } = element;
  const kind = kindOf(element);
  if (hint?.duration && type === 'INT64') return `duration[${hint.duration}]`;
  if (isText(element)) return kind === 'UTF8' ? 'string' : kind.toLowerCase();
  if (kind === 'INTEGER') {
    const bits = logical?.type === 'INTEGER' ? logical.bitWidth : converted?.replace(/^U?INT_/, '');
    return `${isUnsigned(element) ? 'u' : ''}int${bits}`;
  }
  if (kind === 'DECIMAL') {
    const digits = logical?.type === 'DECIMAL' ? logical.precision : precision;
    return `decimal(${digits}, ${scaleOf(element)})`;
  }
  if (kind === 'TIME') return `time[${unitOf(element)}]`;
  if (kind === 'TIMESTAMP') return `timestamp[${unitOf(element)}${isUtc(element) ? `, ${hint?.zone ?? 'UTC'}` : ''}]`;
  if (kind !== '') return kind.toLowerCase();
  return type === 'FIXED_LEN_BYTE_ARRAY' ? `binary[${length}]` : (PHYSICAL[type] ?? type.toLowerCase());
}
