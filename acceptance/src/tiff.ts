/** A page of measured values, in rows of `width`. */
interface Page {
  width: number;
  values: readonly number[];
  as?: 'uint16' | 'float32';
}

/** Makes a TIFF file of grey pages without compression. */
export function tiff(...pages: readonly Page[]): Buffer {
  let file = Buffer.from([0x49, 0x49, 42, 0, 0, 0, 0, 0]);
  let link = 4;
  for (const { width, values, as = 'uint16' } of pages) {
    const numbers = as === 'uint16' ? Uint16Array.from(values) : Float32Array.from(values);
    const strip = Buffer.from(numbers.buffer);
    const [height, start] = [values.length / width, file.length];
    const tags: [tag: number, value: number][] = [
      [256, width],
      [257, height],
      [258, 8 * numbers.BYTES_PER_ELEMENT],
      [259, 1],
      [262, 1],
      [273, start],
      [277, 1],
      [278, height],
      [279, strip.length],
      [339, as === 'uint16' ? 1 : 3],
    ];
    const directory = Buffer.alloc(2 + 12 * tags.length + 4);
    directory.writeUInt16LE(tags.length);
    for (const [index, [tag, value]] of tags.entries()) {
      const field = Buffer.alloc(12);
      // One value of type LONG.
      field.set([tag & 255, tag >> 8, 4, 0, 1]);
      field.writeUInt32LE(value, 8);
      field.copy(directory, 2 + 12 * index);
    }
    file.writeUInt32LE(start + strip.length, link);
    file = Buffer.concat([file, strip, directory]);
    link = file.length - 4;
  }
  return file;
}
