/*
 * Numbers as pyarrow prints them: `pyarrow.compute.cast(column, pyarrow.string())`. All digits come from the file, and
 * none is rounded or added.
 */

/** Formats a double by its shortest digits. Arrow writes an exponent from 10¹⁰ upwards, JavaScript from 10²¹. */
export function doubleText(value: number): string {
  if (Number.isNaN(value)) return 'nan';
  if (!Number.isFinite(value)) return value < 0 ? '-inf' : 'inf';
  if (Object.is(value, -0)) return '-0';
  return Math.abs(value) < 1e10 ? String(value) : value.toExponential();
}

/** Digits that every number of single precision has. */
const CERTAIN_DIGITS = 6;
/** Smallest normal number of single precision. Smaller ones have fewer digits. */
const SMALLEST_NORMAL = 2 ** -126;

/** Formats a number of single precision by the shortest digits that give it back: `0.1`. */
export function floatText(value: number): string {
  const size = Math.abs(value);
  if (!Number.isFinite(value) || size === 0) return doubleText(value);
  // Below a power of two, numbers are closer to each other than above it: the shortest digits may lie above it.
  const isPower = Number.isInteger(Math.log2(size));
  for (let digits = size < SMALLEST_NORMAL ? 1 : CERTAIN_DIGITS; digits < 9; digits += 1) {
    const nearest = size.toExponential(digits - 1);
    for (const text of isPower ? [nearest, nextDigits(nearest)] : [nearest])
      if (Math.fround(Number(text)) === size) return doubleText(Math.sign(value) * Number(text));
  }
  return doubleText(Number(value.toPrecision(9)));
}

/** Adds one to the last digit of `1.2379400e+27`. */
function nextDigits(text: string): string {
  const [digits = '', exponent] = text.split('e');
  const places = digits.split('.')[1]?.length ?? 0;
  return `${BigInt(digits.replace('.', '')) + 1n}e${Number(exponent) - places}`;
}

/** Reads a number of half precision from its two bytes. */
export function halfOf([low = 0, high = 0]: Uint8Array): number {
  const sign = high & 0x80 ? -1 : 1;
  const exponent = (high >> 2) & 0x1f;
  const fraction = ((high & 3) << 8) | low;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  if (exponent === 0x1f) return fraction === 0 ? sign * Number.POSITIVE_INFINITY : Number.NaN;
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}

/** Formats a decimal with all digits of its scale: `0.10`. Very small ones have an exponent, as in Java and Arrow. */
export function decimalText(unscaled: bigint, scale: number): string {
  const sign = unscaled < 0n ? '-' : '';
  const digits = String(unscaled < 0n ? -unscaled : unscaled);
  const exponent = digits.length - 1 - scale;
  if (scale < 0 || (scale > 0 && exponent < -6)) {
    const fraction = digits.length > 1 ? `.${digits.slice(1)}` : '';
    return `${sign}${digits[0]}${fraction}E${exponent < 0 ? '' : '+'}${exponent}`;
  }
  if (scale === 0) return sign + digits;
  const padded = digits.padStart(scale + 1, '0');
  return `${sign}${padded.slice(0, -scale)}.${padded.slice(-scale)}`;
}

/** Reads a signed integer of any length, the highest byte first. */
export function integerOf(bytes: Uint8Array): bigint {
  const unsigned = bytes.length === 0 ? 0n : BigInt(`0x${hexText(bytes)}`);
  return BigInt.asIntN(bytes.length * 8, unsigned);
}

const HEX = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0').toUpperCase());

export function hexText(bytes: Uint8Array): string {
  let text = '';
  for (const byte of bytes) text += HEX[byte] ?? '';
  return text;
}

export function uuidText(bytes: Uint8Array): string {
  const hex = hexText(bytes).toLowerCase();
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}
