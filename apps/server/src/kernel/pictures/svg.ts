import sharp from 'sharp';
import { CannotDraw } from './cannot-draw.ts';

/** The SVG loader draws one user unit as one pixel at this density. */
export const SVG_BASE_DENSITY = 72;
const DENSITIES = { least: 1, most: 100_000 };
/** The root element is looked for in so many bytes. */
const HEAD_BYTES = 2 ** 16;
/** The picture library looks for `<svg` at the beginning only, so it must not come after a long comment or entities. */
const MARK = Buffer.from('<!--<svg-->');
const DECLARATION = /^\s*<\?xml[^>]*\?>/;
const COMMENTS = /<!--[\s\S]*?-->/g;
const ROOT = /<((?:[\w-]+:)?svg)\b(?:[^>"']|"[^"]*"|'[^']*')*>/i;

export interface Svg {
  bytes: Uint8Array;
  /** Size in user units. */
  width: number;
  height: number;
}

/** Reads the size of an SVG, and makes its bytes readable for the picture library: UTF-8 in which it recognises SVG. */
export async function readSvg(given: Uint8Array): Promise<Svg> {
  // The loader would inflate a compressed one without a limit.
  if (given[0] === 0x1f && given[1] === 0x8b) throw new CannotDraw('unreadable');
  const bytes = inUtf8(given);
  const head = Buffer.from(bytes.subarray(0, HEAD_BYTES)).toString('latin1');
  const begin = DECLARATION.exec(head)?.[0].length ?? 0;
  const marked = Buffer.concat([bytes.subarray(0, begin), MARK, bytes.subarray(begin)]);
  const { width, height } = await sizeOf(marked, head);
  return { bytes: marked, width, height };
}

/** Texts in UTF-16 become UTF-8, without a declaration of their encoding. */
function inUtf8(bytes: Uint8Array): Uint8Array {
  const [first, second, third] = bytes;
  if (first === 0xef && second === 0xbb && third === 0xbf) return bytes.subarray(3);
  const isLittle = (first === 0xff && second === 0xfe) || (first === 0x3c && second === 0);
  const isBig = (first === 0xfe && second === 0xff) || (first === 0 && second === 0x3c);
  if (!isLittle && !isBig) return bytes;
  const text = new TextDecoder(isLittle ? 'utf-16le' : 'utf-16be').decode(bytes);
  return Buffer.from(text.replace(DECLARATION, ''));
}

/** Parses the start of the root element alone if possible: a large drawing takes seconds to parse. */
async function sizeOf(bytes: Uint8Array, head: string): Promise<{ width: number; height: number }> {
  // Comments may hold another root element, so they are blanked.
  const [start = '', name = ''] = ROOT.exec(head.replace(COMMENTS, (comment) => ' '.repeat(comment.length))) ?? [];
  const end = head.indexOf(start) + start.length;
  if (start !== '' && /\s(width|viewBox)\s*=/.test(start)) {
    const empty = start.endsWith('/>') ? '' : `</${name}>`;
    const alone = Buffer.from(`${head.slice(0, end)}${empty}`.replace(DECLARATION, MARK.toString()), 'latin1');
    const size = await sharp(alone)
      .metadata()
      .catch(() => null);
    if (size) return size;
  }
  return sharp(bytes, { limitInputPixels: false, unlimited: true }).metadata();
}

/** The density that draws an SVG at about the requested size, instead of shrinking a large drawing. */
export function vectorDensity({ width, height }: { width: number; height: number }, size: number): number {
  const density = SVG_BASE_DENSITY * Math.min(size / width, size / height);
  return Math.min(Math.max(density, DENSITIES.least), DENSITIES.most);
}
