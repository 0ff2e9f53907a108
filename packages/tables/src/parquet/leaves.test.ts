import type { SchemaElement } from 'hyparquet';
import { describe, expect, it } from 'vitest';
import { leafFormat } from './leaves.ts';

const text = (element: Omit<SchemaElement, 'name'>, value: unknown) =>
  leafFormat({ name: 'x', ...element }, undefined)(value, false);

describe('a value that pyarrow does not write', () => {
  it('of an older type is formatted like one of the newer', () => {
    const int64 = { type: 'INT64' } as const;
    expect(text({ type: 'INT32', converted_type: 'DATE' }, 19_782)).toBe('2024-02-29');
    expect(text({ ...int64, converted_type: 'TIMESTAMP_MILLIS' }, 1n)).toBe('1970-01-01 00:00:00.001Z');
    expect(text({ ...int64, converted_type: 'TIMESTAMP_MICROS' }, 1n)).toBe('1970-01-01 00:00:00.000001Z');
    expect(text({ type: 'INT32', converted_type: 'TIME_MILLIS' }, 1)).toBe('00:00:00.001');
    expect(text({ ...int64, converted_type: 'UINT_64' }, -1n)).toBe('18446744073709551615');
    expect(text({ type: 'INT32', converted_type: 'UINT_8' }, 255)).toBe('255');
    expect(text({ ...int64, converted_type: 'DECIMAL', scale: 2, precision: 18 }, 10n)).toBe('0.10');
    expect(text({ type: 'BYTE_ARRAY', converted_type: 'DECIMAL', scale: 1, precision: 3 }, Uint8Array.of(0xff))).toBe(
      '-0.1',
    );
  });

  it('of months, days and milliseconds shows all three', () => {
    const bytes = Uint8Array.of(14, 0, 0, 0, 3, 0, 0, 0, 0xe8, 3, 0, 0);
    expect(text({ type: 'FIXED_LEN_BYTE_ARRAY', type_length: 12, converted_type: 'INTERVAL' }, bytes)).toBe(
      '14M3d1000ms',
    );
  });

  it('of a shape is GeoJSON, or its bytes if they are no shape', () => {
    const point = new Uint8Array(21);
    point.set([1, 1]);
    new DataView(point.buffer).setFloat64(5, 13.4, true);
    new DataView(point.buffer).setFloat64(13, 52.5, true);
    const shape = { type: 'BYTE_ARRAY', logical_type: { type: 'GEOMETRY' } } as const;
    expect(text(shape, point)).toBe('{"type":"Point","coordinates":[13.4,52.5]}');
    expect(text(shape, Uint8Array.of(9, 9))).toBe('0909');
  });

  it('of a plain type is as it is', () => {
    expect(text({ type: 'BOOLEAN' }, true)).toBe('true');
    expect(text({ type: 'INT64' }, 9_007_199_254_740_993n)).toBe('9007199254740993');
    expect(text({ type: 'BYTE_ARRAY', converted_type: 'BSON' }, Uint8Array.of(5, 255))).toBe('05FF');
  });
});
