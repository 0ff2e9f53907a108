/** A decimal number without loss: `digits × 10^exponent`. Zero has no digits and exponent 0. */
type Decimal = { negative: boolean; digits: string; exponent: number };

const DECIMAL = /^([+-]?)(\d*)(?:\.(\d*))?(?:[eE]([+-]?\d{1,9}))?$/;

const WHOLE = /^(?:0|-?[1-9]\d*)$/;
const ZEROS = /^0\d/;

/** Exponents beyond which no difference is computed, because its digits would fill the memory. */
const WIDEST = 1_000;

/** Longest number. */
const LONGEST = 2_000;

/** Reads a number as it is written, such as `1`, `-0.50` or `1e3`. Undefined if the text is none. */
function readDecimal(text: string): Decimal | undefined {
  const first = text.charCodeAt(0);
  // Most other cells begin with a letter.
  if (first > 57 || text.length > LONGEST) return undefined;
  const [, sign = '', whole = '', fraction = '', power = '0'] = DECIMAL.exec(text) ?? [];
  if (whole === '' && fraction === '') return undefined;
  const digits = `${whole}${fraction}`.replace(/^0+/, '');
  const short = digits.replace(/0+$/, '');
  if (short === '') return { negative: false, digits: '', exponent: 0 };
  return {
    negative: sign === '-',
    digits: short,
    exponent: Number(power) - fraction.length + digits.length - short.length,
  };
}

/** One text for all ways to write a number, such as `1`, `1.0` and `1e0`. Other texts, and IDs such as `007`, stay. */
export function plainNumber(text: string): string {
  const first = text.charCodeAt(0);
  if (first > 57 || WHOLE.test(text) || ZEROS.test(text)) return text;
  const decimal = readDecimal(text);
  if (!decimal) return text;
  const { negative, digits, exponent } = decimal;
  const isWhole = exponent >= 0 && exponent <= 30;
  return `${negative ? '-' : ''}${digits || '0'}${isWhole ? '0'.repeat(exponent) : `e${exponent}`}`;
}

export const isNumber = (text: string): boolean => readDecimal(text) !== undefined;

/** Difference of two texts as numbers. `difference` subtracts the first from the second; undefined if that is too long. */
export type NumberChange = { same: true } | { same: false; difference: () => string | undefined };

/** Compares two numbers exactly, also beyond doubles. Undefined if a text is no number. */
export function compareNumbers(a: string, b: string): NumberChange | undefined {
  const x = readDecimal(a);
  const y = x && readDecimal(b);
  if (!x || !y) return undefined;
  if (x.negative === y.negative && x.digits === y.digits && x.exponent === y.exponent) return { same: true };
  return { same: false, difference: () => subtract(y, x) };
}

function subtract(a: Decimal, b: Decimal): string | undefined {
  if (Math.max(Math.abs(a.exponent), Math.abs(b.exponent)) > WIDEST) return undefined;
  const exponent = Math.min(a.exponent, b.exponent);
  const scaled = (one: Decimal): bigint => {
    const value = BigInt(`${one.digits}${'0'.repeat(one.exponent - exponent)}` || '0');
    return one.negative ? -value : value;
  };
  return written(scaled(a) - scaled(b), exponent);
}

function written(value: bigint, exponent: number): string {
  const digits = String(value < 0n ? -value : value);
  const sign = value < 0n ? '-' : '+';
  if (exponent >= 0) return `${sign}${digits}${'0'.repeat(value === 0n ? 0 : exponent)}`;
  const padded = digits.padStart(1 - exponent, '0');
  const fraction = padded.slice(exponent).replace(/0+$/, '');
  return `${sign}${padded.slice(0, exponent)}${fraction === '' ? '' : `.${fraction}`}`;
}

/** Differences of numbers that don't count. Default: none. */
export type Tolerance = { absolute?: number; relative?: number };

/** Tells whether the difference of two numbers is in the tolerance. `relative` is a share of the larger number. */
export function isWithin(
  a: string,
  b: string,
  change: NumberChange,
  { absolute = 0, relative = 0 }: Tolerance,
): boolean {
  if (change.same) return true;
  if (absolute <= 0 && relative <= 0) return false;
  const [x, y] = [Number(a), Number(b)];
  const larger = Math.max(Math.abs(x), Math.abs(y));
  const most = Math.max(absolute, relative * larger);
  const margin = ROUNDING * (larger + most);
  const size = Math.abs(y - x);
  if (Math.abs(size - most) > margin) return size < most;
  const difference = readDecimal(change.difference() ?? '');
  if (!difference) return false;
  const limits = [readDecimal(String(absolute)), multiply(String(relative), Math.abs(x) > Math.abs(y) ? a : b)];
  return limits.some((limit) => limit !== undefined && isAtMost({ ...difference, negative: false }, limit));
}

/** Share of two doubles by which the rounding of a few operations may change their difference. */
const ROUNDING = 1e-14;

function multiply(a: string, b: string): Decimal | undefined {
  const [x, y] = [readDecimal(a), readDecimal(b)];
  if (!x || !y) return undefined;
  const digits = String(BigInt(x.digits || '0') * BigInt(y.digits || '0'));
  return { negative: false, digits, exponent: x.exponent + y.exponent };
}

const isAtMost = (a: Decimal, most: Decimal): boolean => subtract(most, a)?.startsWith('+') === true;

/** Upper bound of the difference of two numbers, as a double. */
export const boundOf = (a: string, b: string): number => {
  const [x, y] = [Number(a), Number(b)];
  return Math.abs(y - x) + 1e-15 * (Math.abs(x) + Math.abs(y));
};
