import type { SchemaElement } from 'hyparquet';
import type { ArrowHint } from './arrow-hint.ts';
import { halfOf, integerOf } from './digits.ts';
import type { Unit } from './times.ts';

/** The logical type, also of files that name only the older converted type. Empty for plain values. */
export function kindOf({ logical_type: logical, converted_type: converted }: SchemaElement): string {
  if (logical) return logical.type;
  if (!converted) return '';
  if (/^U?INT_/.test(converted)) return 'INTEGER';
  return converted.replace(/^(TIME|TIMESTAMP)_M.*/, '$1');
}

const UNITS = { MILLIS: 'ms', MICROS: 'us', NANOS: 'ns' } as const;

export function unitOf({ logical_type: logical, converted_type: converted }: SchemaElement): Unit {
  if (logical && 'unit' in logical) return UNITS[logical.unit];
  return converted?.endsWith('MILLIS') ? 'ms' : 'us';
}

/** The older types of times are in UTC; the newer ones say so. */
export const isUtc = ({ logical_type: logical }: SchemaElement): boolean =>
  !logical || !('isAdjustedToUTC' in logical) || logical.isAdjustedToUTC;

export const isUnsigned = ({ logical_type: logical, converted_type: converted }: SchemaElement): boolean =>
  logical?.type === 'INTEGER' ? !logical.isSigned : converted?.startsWith('UINT_') === true;

export const scaleOf = ({ logical_type: logical, scale }: SchemaElement): number =>
  logical?.type === 'DECIMAL' ? logical.scale : (scale ?? 0);

const TEXTS = ['UTF8', 'STRING', 'ENUM', 'JSON'];

/** Types whose bytes are text. The reader decodes them. */
export const isText = (element: SchemaElement): boolean =>
  element.type === 'BYTE_ARRAY' && TEXTS.includes(kindOf(element));

const NUMBERS = ['INT32', 'INT64', 'FLOAT', 'DOUBLE'];

/** Types of numbers, which are aligned to the right. */
export function isNumber(element: SchemaElement, hint: ArrowHint | undefined): boolean {
  if (element.num_children || hint?.duration) return false;
  const kind = kindOf(element);
  return ['INTEGER', 'DECIMAL', 'FLOAT16'].includes(kind) || (kind === '' && NUMBERS.includes(element.type ?? ''));
}

type Key = bigint | number | undefined;

/** Returns the function that makes the value to sort a column by, if it has one besides its text. */
export function sortKeyOf(element: SchemaElement): ((value: unknown) => Key) | undefined {
  const { type = '', num_children: inner, repetition_type: repetition } = element;
  if (inner || repetition === 'REPEATED') return undefined;
  const kind = kindOf(element);
  if (kind === 'DECIMAL' && !NUMBERS.includes(type))
    return (value) => (value instanceof Uint8Array ? integerOf(value) : undefined);
  if (kind === 'FLOAT16') return (value) => (value instanceof Uint8Array ? halfOf(value) : undefined);
  if (isUnsigned(element))
    return (value) =>
      typeof value === 'bigint' ? BigInt.asUintN(64, value) : typeof value === 'number' ? value >>> 0 : undefined;
  return NUMBERS.includes(type) || type === 'INT96' ? (value) => value as Key : undefined; // as hyparquet reads these types
}
