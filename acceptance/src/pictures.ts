import { setTimeout as sleep } from 'node:timers/promises';
import { crc32, deflateSync } from 'node:zlib';

function chunk(type: string, content: Buffer): Buffer {
  const named = Buffer.concat([Buffer.from(type, 'latin1'), content]);
  const frame = Buffer.alloc(8);
  frame.writeUInt32BE(content.length, 0);
  frame.writeUInt32BE(crc32(named), 4);
  return Buffer.concat([frame.subarray(0, 4), named, frame.subarray(4)]);
}

function pngOf(header: Buffer, rows: Buffer): Buffer {
  return Buffer.concat([
    Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'),
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(rows)),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

/** Makes a white square with one bit per pixel: a small file that needs much work to draw. */
export function blankPng(side: number): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(side, 0);
  header.writeUInt32BE(side, 4);
  header.set([1, 0, 0, 0, 0], 8);
  const rows = Buffer.alloc(side * (1 + Math.ceil(side / 8)), 255);
  for (let row = 0; row < side; row++) rows[row * (1 + Math.ceil(side / 8))] = 0;
  return pngOf(header, rows);
}

/** Makes a PNG of this size in pixels with a gradient from corner to corner. */
export function png(width: number, height: number, shade = 0): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 2, 0, 0, 0], 8);
  const rows = Buffer.alloc(height * (1 + width * 3));
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++)
      rows.set([(x * 255) / width, (y * 255) / height, shade], y * (1 + width * 3) + 1 + x * 3);
  return pngOf(header, rows);
}

/** Makes a PNG of measured values: 16 bits of grey, in rows of `width`. */
export function greyPng(width: number, values: readonly number[]): Buffer {
  const height = values.length / width;
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([16, 0, 0, 0, 0], 8);
  const rows = Buffer.alloc(height * (1 + 2 * width));
  for (const [index, value] of values.entries())
    rows.writeUInt16BE(value, Math.floor(index / width) * (1 + 2 * width) + 1 + 2 * (index % width));
  return pngOf(header, rows);
}

/** Puts a text into a PNG, as plotting libraries do. */
export const withText = (bytes: Buffer, text: string): Buffer =>
  Buffer.concat([bytes.subarray(0, 33), chunk('tEXt', Buffer.from(`Comment\0${text}`, 'latin1')), bytes.subarray(33)]);

/** Returns the names of the chunks of a PNG, each once. */
export function pngChunks(bytes: Buffer): string[] {
  const names = new Set<string>();
  for (let at = 8; at < bytes.length; at += bytes.readUInt32BE(at) + 12)
    names.add(bytes.toString('latin1', at + 4, at + 8));
  return [...names].toSorted();
}

/** Returns width and height of a PNG. Throws if it isn't one. */
export function pngSize(bytes: Buffer): { width: number; height: number } {
  if (bytes.subarray(1, 4).toString('latin1') !== 'PNG') throw new Error('not a PNG');
  return { width: bytes.readUInt32BE(16), height: bytes.readUInt32BE(20) };
}

/** Time limit for a thumbnail. On a busy machine the server may need several attempts. */
const LONGEST_DRAWING_MS = 45_000;

/** Waits for a thumbnail and returns its width. `read` returns the server's answer. */
export async function thumbnailWidth(read: () => Promise<{ thumbnail: string | null }>): Promise<number> {
  for (const deadline = Date.now() + LONGEST_DRAWING_MS; ; await sleep(1000)) {
    const { thumbnail } = await read();
    if (thumbnail !== null) return pngSize(Buffer.from(thumbnail, 'base64')).width;
    if (Date.now() > deadline) throw new Error('no thumbnail was drawn');
  }
}
