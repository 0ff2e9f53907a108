import type { ChosenKeys, ComparisonOptions } from '@gofigr/compare';
import { invalid } from '../../../kernel/errors.ts';

/** How a caller wants tables to be compared. */
export type Choice = Pick<ComparisonOptions, 'keys' | 'table'>;

/** Columns of a key, and tables with a chosen one. */
const MOST = 50;

/** Reads the choices in a query. Undefined if it has none. Throws `invalid_request`. */
export function choiceOf({ keys, tolerance }: { keys?: string; tolerance?: string }): Choice | undefined {
  if (keys === undefined && tolerance === undefined) return undefined;
  return {
    ...(keys === undefined ? {} : { keys: keysOf(keys) }),
    ...(tolerance === undefined ? {} : { table: { tolerance: toleranceOf(tolerance) } }),
  };
}

function keysOf(text: string): ChosenKeys {
  const value = parse(text);
  if (isKey(value)) return value;
  const isByTable = typeof value === 'object' && value !== null && !Array.isArray(value);
  const entries = isByTable ? Object.entries(value) : [];
  if (!isByTable || entries.length > MOST || !entries.every((entry): entry is [string, string[]] => isKey(entry[1])))
    throw invalid('keys', 'must be JSON: an array of column names, or an object with one for each table.');
  return Object.fromEntries(entries);
}

const isKey = (value: unknown): value is string[] =>
  Array.isArray(value) && value.length <= MOST && value.every((name) => typeof name === 'string');

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** A number, or the percentage of a number. */
const TOLERANCE = /^(\d{1,300}(?:\.\d{1,300})?)(?:e([+-]?\d{1,3}))?(%?)$/i;

function toleranceOf(text: string): { absolute: number } | { relative: number } {
  const [, digits, power = '0', percent] = TOLERANCE.exec(text) ?? [];
  // A division by 100 would round.
  const value = Number(`${digits}e${Number(power) - (percent ? 2 : 0)}`);
  if (!Number.isFinite(value)) throw invalid('tolerance', 'must be a number such as 0.01, or a percentage such as 1%.');
  return percent ? { relative: value } : { absolute: value };
}
