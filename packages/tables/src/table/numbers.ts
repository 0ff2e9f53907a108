/*
 * Numbers as texts. They are compared by all their digits, since two different ones may be the same double.
 */

const NUMBER = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/;
const COMMA_NUMBER = /^[+-]?\d+,\d+$/;
const INFINITY = /^[+-]?inf(?:inity)?$/i;
const MISSING = /^(?:|na|n\/a|nan|null|none)$/i;

/** Cells that decide about a column. */
const SAMPLE = 200;

/** Tells whether a column's first cells are numbers, besides missing values. */
export function isNumericColumn(
  text: (row: number) => string,
  rowCount: number,
  separator: string | undefined,
): boolean {
  let numbers = 0;
  for (let row = 0, seen = 0; row < rowCount && seen < SAMPLE; row += 1) {
    const cell = text(row).trim();
    if (MISSING.test(cell)) continue;
    seen += 1;
    if (numberText(cell, separator) === undefined && !INFINITY.test(cell)) return false;
    numbers += 1;
  }
  return numbers > 0;
}

export const isMissing = (cell: string): boolean => MISSING.test(cell.trim());

/**
 * Returns a number's text with a decimal point; undefined for other texts. Where commas don't separate cells, `1,5` is
 * a number.
 */
function numberText(cell: string, separator?: string): string | undefined {
  const trimmed = cell.trim();
  if (NUMBER.test(trimmed)) return trimmed;
  return separator !== ',' && COMMA_NUMBER.test(trimmed) ? trimmed.replace(',', '.') : undefined;
}

/** A number to sort by. `text` has all its digits. */
export interface SortNumber {
  value: number;
  text: string;
}

/** Reads a cell as a number to sort by; undefined for other texts. */
export function sortNumber(cell: string): SortNumber | undefined {
  const text = numberText(cell);
  if (text !== undefined) return { value: Number(text), text };
  const infinite = cell.trim();
  if (!INFINITY.test(infinite)) return undefined;
  const value = infinite.startsWith('-') ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
  return { value, text: '' };
}

/** Compares two numbers exactly. */
export function compareNumbers(a: SortNumber, b: SortNumber): number {
  if (a.value < b.value) return -1;
  if (a.value > b.value) return 1;
  return a.text === b.text || a.text === '' || b.text === '' ? 0 : compareDigits(digitsOf(a.text), digitsOf(b.text));
}

interface Digits {
  sign: number;
  /** Power of ten of the first digit. */
  exponent: number;
  /** Without zeros at either end. */
  digits: string;
}

function digitsOf(text: string): Digits {
  const [, minus, whole = '', fraction = '', power = '0'] = /^[+]?(-?)(\d*)\.?(\d*)(?:[eE](.+))?$/.exec(text) ?? [];
  const all = whole + fraction;
  const leading = /^0*/.exec(all)?.[0].length ?? 0;
  const digits = all.slice(leading).replace(/0+$/, '');
  const sign = digits === '' ? 0 : minus ? -1 : 1;
  return { sign, exponent: digits === '' ? 0 : whole.length - leading + Number(power), digits };
}

function compareDigits(a: Digits, b: Digits): number {
  if (a.sign !== b.sign) return a.sign - b.sign;
  if (a.exponent !== b.exponent) return a.sign * (a.exponent - b.exponent);
  return a.sign * Number(a.digits > b.digits) - a.sign * Number(a.digits < b.digits);
}
