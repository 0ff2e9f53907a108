/** One page of a TIFF file, as its directory describes it. */
export interface TiffPage {
  width: number;
  height: number;
  /** Bits of the first sample, and their meaning: 1 unsigned, 2 signed, 3 floating point (TIFF 6.0, section 19). */
  bits: number;
  sampleFormat: number;
  samples: number;
  /** 0: the least value is white; 1: it is black; 2: RGB; others aren't measured. */
  photometric: number;
  /** Position of the first sample format in the file, if it is given. */
  sampleFormatAt: number | null;
}

const TAG = { width: 256, height: 257, bits: 258, photometric: 262, samples: 277, sampleFormat: 339 };
/** Bytes of a value of each type: BYTE, ASCII, SHORT, LONG, RATIONAL … LONG8. */
const TYPE_BYTES = [0, 1, 1, 2, 4, 8, 1, 1, 2, 4, 8, 4, 8, 4, 0, 0, 8, 8, 8];
const SHORT = 3;
const LONG8 = 16;
const MOST_PAGES = 10_000;
const MOST_TAGS = 4096;

/** Lists the pages of a TIFF or BigTIFF file. Stops at a damaged directory, and at one that was there before. */
export function tiffPages(bytes: Uint8Array): TiffPage[] {
  const file = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const little = file.getUint16(0) === 0x4949;
  const isBig = file.getUint16(2, little) === 43;
  const offset = (at: number) => (isBig ? Number(file.getBigUint64(at, little)) : file.getUint32(at, little));
  const pages: TiffPage[] = [];
  const seen = new Set([0]);
  try {
    let at = offset(isBig ? 8 : 4);
    while (!seen.has(at) && pages.length < MOST_PAGES) {
      seen.add(at);
      const count = isBig ? Number(file.getBigUint64(at, little)) : file.getUint16(at, little);
      if (count > MOST_TAGS) break;
      const [first, length] = isBig ? [at + 8, 20] : [at + 2, 12];
      pages.push(pageAt(file, { first, length, count, little, isBig }));
      at = offset(first + count * length);
    }
  } catch (error) {
    // The directory ends outside the file.
    if (!(error instanceof RangeError)) throw error;
  }
  return pages;
}

interface Directory {
  first: number;
  length: number;
  count: number;
  little: boolean;
  isBig: boolean;
}

function pageAt(file: DataView, { first, length, count, little, isBig }: Directory): TiffPage {
  const found = new Map<number, { value: number; at: number }>();
  for (let at = first; at < first + count * length; at += length) {
    const type = file.getUint16(at + 2, little);
    const values = isBig ? Number(file.getBigUint64(at + 4, little)) : file.getUint32(at + 4, little);
    const [room, field] = isBig ? [8, at + 12] : [4, at + 8];
    const isInside = values * (TYPE_BYTES[type] ?? 0) <= room;
    const outside = () => (isBig ? Number(file.getBigUint64(field, little)) : file.getUint32(field, little));
    const tag = file.getUint16(at, little);
    if (!Object.values(TAG).includes(tag)) continue;
    const start = isInside ? field : outside();
    found.set(tag, { at: start, value: numberAt(file, start, type, little) });
  }
  const value = (tag: keyof typeof TAG, otherwise: number) => found.get(TAG[tag])?.value ?? otherwise;
  return {
    width: value('width', 0),
    height: value('height', 0),
    bits: value('bits', 1),
    sampleFormat: value('sampleFormat', 1),
    samples: value('samples', 1),
    photometric: value('photometric', 1),
    sampleFormatAt: found.get(TAG.sampleFormat)?.at ?? null,
  };
}

function numberAt(file: DataView, at: number, type: number, little: boolean): number {
  if (type === SHORT) return file.getUint16(at, little);
  if (type === LONG8) return Number(file.getBigUint64(at, little));
  return TYPE_BYTES[type] === 1 ? file.getUint8(at) : file.getUint32(at, little);
}
