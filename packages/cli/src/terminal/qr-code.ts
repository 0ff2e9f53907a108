import { encode } from 'uqr';

/** Black modules on white, whatever colors the terminal has: `ESC[30;107m`. */
const [BLACK_ON_WHITE, PLAIN] = ['\u001b[30;107m', '\u001b[0m'];
const HALVES = [' ', '▄', '▀', '█'] as const;

/** Draws a QR code, two modules in each character. Returns its lines, or none if they don't fit into `columns`. */
export function qrCode(text: string, columns: number): string[] {
  const { data, size } = encode(text, { ecc: 'L', border: 2 });
  if (size > columns) return [];
  return Array.from({ length: Math.ceil(size / 2) }, (_, row) => {
    const cells = Array.from({ length: size }, (__, column) => {
      const [upper, lower] = [data[2 * row]?.[column], data[2 * row + 1]?.[column]];
      return HALVES[(upper ? 2 : 0) + (lower ? 1 : 0)];
    });
    return `${BLACK_ON_WHITE}${cells.join('')}${PLAIN}`;
  });
}
