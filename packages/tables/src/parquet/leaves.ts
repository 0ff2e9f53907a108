import type { SchemaElement } from 'hyparquet';
import { wkbToGeojson } from 'hyparquet/src/wkb.js';
import type { ArrowHint } from './arrow-hint.ts';
import { decimalText, doubleText, floatText, halfOf, hexText, integerOf, uuidText } from './digits.ts';
import { isText, isUnsigned, isUtc, kindOf, scaleOf, unitOf } from './element.ts';
import { dateText, durationText, timestampText, timeText } from './times.ts';

/** Formats a value of a field; `isInner` in a list, map or structure. */
export type Format = (value: unknown, isInner: boolean) => string;

type LeafFormat = (element: SchemaElement, hint: ArrowHint | undefined) => (value: unknown) => string;

/** Returns the formatter of a field without members. */
export function leafFormat(element: SchemaElement, hint: ArrowHint | undefined): Format {
  if (isText(element)) return (value, isInner) => (isInner ? JSON.stringify(value) : String(value));
  const { duration } = hint ?? {};
  if (duration && element.type === 'INT64') return (value) => durationText(integer(value), duration);
  return (LOGICAL[kindOf(element)] ?? PHYSICAL[element.type ?? ''] ?? (() => String))(element, hint);
}

/*
 * hyparquet gives numbers for INT32, FLOAT and DOUBLE, BigInts for INT64 and INT96, and else bytes. This is why each
 * format below knows the type of its value.
 */

const integer = (value: unknown): bigint =>
  value instanceof Uint8Array ? integerOf(value) : BigInt(value as number | bigint); // as hyparquet reads these types

const ofBytes =
  (format: (bytes: Uint8Array) => string): LeafFormat =>
  () =>
  (value) =>
    format(value as Uint8Array); // as hyparquet reads these types

const LOGICAL: Readonly<Record<string, LeafFormat>> = {
  DECIMAL: (element) => (value) => decimalText(integer(value), scaleOf(element)),
  DATE: () => (value) => dateText(Number(value)),
  TIME: (element) => (value) => timeText(integer(value), unitOf(element)),
  TIMESTAMP: (element, hint) => {
    const zone = isUtc(element) ? (hint?.zone ?? 'UTC') : undefined;
    return (value) => timestampText(integer(value), unitOf(element), zone);
  },
  INTEGER: (element) =>
    isUnsigned(element)
      ? (value) => String(BigInt.asUintN(element.type === 'INT64' ? 64 : 32, integer(value)))
      : String,
  FLOAT16: ofBytes((bytes) => doubleText(halfOf(bytes))),
  UUID: ofBytes(uuidText),
  INTERVAL: ofBytes(intervalText),
  GEOMETRY: ofBytes(geometryText),
  GEOGRAPHY: ofBytes(geometryText),
};

const PHYSICAL: Readonly<Record<string, LeafFormat>> = {
  INT96: () => (value) => timestampText(integer(value), 'ns'),
  FLOAT: () => (value) => floatText(Number(value)),
  DOUBLE: () => (value) => doubleText(Number(value)),
  BYTE_ARRAY: ofBytes(hexText),
  FIXED_LEN_BYTE_ARRAY: ofBytes(hexText),
};

/** Formats months, days and milliseconds, which are three little-endian integers. */
function intervalText(bytes: Uint8Array): string {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return `${view.getUint32(0, true)}M${view.getUint32(4, true)}d${view.getUint32(8, true)}ms`;
}

/** Formats a shape as GeoJSON, and as its bytes if they are none. */
function geometryText(bytes: Uint8Array): string {
  try {
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    return JSON.stringify(wkbToGeojson({ view, offset: 0 }));
  } catch {
    return hexText(bytes);
  }
}
