/** A page of a TIFF file: its values and how they are stored. */
export interface TestPage {
  width: number;
  height: number;
  values: readonly number[];
  as?: 'uint8' | 'int8' | 'uint12' | 'uint16' | 'int16' | 'uint32' | 'int32' | 'float32' | 'float64';
  /** 0: the least value is white. */
  photometric?: 0 | 1 | 2;
}

const KINDS = {
  uint8: { bits: 8, format: 1, write: (file: DataView, at: number, value: number) => file.setUint8(at, value) },
  int8: { bits: 8, format: 2, write: (file: DataView, at: number, value: number) => file.setInt8(at, value) },
  uint12: { bits: 12, format: 1, write: () => undefined },
  uint16: {
    bits: 16,
    format: 1,
    write: (file: DataView, at: number, value: number) => file.setUint16(at, value, true),
  },
  int16: { bits: 16, format: 2, write: (file: DataView, at: number, value: number) => file.setInt16(at, value, true) },
  uint32: {
    bits: 32,
    format: 1,
    write: (file: DataView, at: number, value: number) => file.setUint32(at, value, true),
  },
  int32: { bits: 32, format: 2, write: (file: DataView, at: number, value: number) => file.setInt32(at, value, true) },
  float32: {
    bits: 32,
    format: 3,
    write: (file: DataView, at: number, value: number) => file.setFloat32(at, value, true),
  },
  float64: {
    bits: 64,
    format: 3,
    write: (file: DataView, at: number, value: number) => file.setFloat64(at, value, true),
  },
};

/** Makes a little-endian TIFF file without compression, with one strip a page. */
export function tiff(...pages: readonly TestPage[]): Buffer {
  const parts: Buffer[] = [Buffer.from([0x49, 0x49, 42, 0, 0, 0, 0, 0])];
  let length = 8;
  let linkAt = 4;
  const links: [at: number, to: number][] = [];
  for (const { width, height, values, as = 'uint16', photometric = 1 } of pages) {
    const { bits, format, write } = KINDS[as];
    const samples = values.length / (width * height);
    const strip = as === 'uint12' ? packed12(values, width) : Buffer.alloc((values.length * bits) / 8);
    const view = new DataView(strip.buffer, strip.byteOffset, strip.length);
    values.forEach((value, index) => write(view, (index * bits) / 8, value));
    const tags = [
      [256, width],
      [257, height],
      [258, bits],
      [259, 1],
      [262, photometric],
      [273, length],
      [277, samples],
      [278, height],
      [279, strip.length],
      [339, format],
    ] as const;
    const directory = Buffer.alloc(2 + tags.length * 12 + 4);
    directory.writeUInt16LE(tags.length);
    for (const [index, [tag, value]] of tags.entries()) {
      const at = 2 + index * 12;
      directory.writeUInt16LE(tag, at);
      directory.writeUInt16LE(4, at + 2);
      directory.writeUInt32LE(1, at + 4);
      directory.writeUInt32LE(value, at + 8);
    }
    links.push([linkAt, length + strip.length]);
    parts.push(strip, directory);
    linkAt = length + strip.length + directory.length - 4;
    length += strip.length + directory.length;
  }
  const file = Buffer.concat(parts);
  for (const [at, to] of links) file.writeUInt32LE(to, at);
  return file;
}

/** Two values in three bytes; each row begins with a byte of its own. */
function packed12(values: readonly number[], width: number): Buffer {
  const rows: number[] = [];
  for (let row = 0; row < values.length; row += width)
    for (let at = row; at < row + width; at += 2) {
      const [first = 0, second = 0] = [values[at], at + 1 < row + width ? values[at + 1] : 0];
      rows.push(first >> 4, ((first & 15) << 4) | (second >> 8), second & 255);
    }
  return Buffer.from(rows);
}
