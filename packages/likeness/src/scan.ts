import { SCAN_PROGRAM } from './scan-program.ts';

/** Rows of signed bytes, each with the logarithm of its picture's ratio. */
export type Rows = { length: number; values: Int8Array; ratios: Float32Array };

/** Bytes that are compared with rows of this length. Rows whose ratio differs by more than `stretch` are left out. */
export type Needle = { values: Int8Array; ratio: number; stretch: number };

/** For each row the largest product with a needle, and the number of that needle. */
export type Scan = { best: Int32Array; which: Int32Array };

/** Rows that are compared with all needles before the next ones, so that they stay in the processor's cache. */
const BLOCK = 1024;
/** Largest length of a row, and most needles at a time: they fit the memory of the program. */
const MOST_LENGTH = 256;
const MOST_NEEDLES = 512;

const RATIOS = BLOCK * MOST_LENGTH;
const BEST = RATIOS + 4 * BLOCK;
const WHICH = BEST + 4 * BLOCK;
const NEEDLES = WHICH + 4 * BLOCK;

type Program = { memory: { buffer: ArrayBuffer }; scan(...values: number[]): void };

/** Node has it, but the types of Node leave it out. */
declare const WebAssembly: {
  Module: new (bytes: Uint8Array) => object;
  Instance: new (module: object) => { exports: Program };
};

let program: Program | undefined;

function start(): Program {
  const bytes = Uint8Array.from(atob(SCAN_PROGRAM), (letter) => letter.charCodeAt(0));
  return new WebAssembly.Instance(new WebAssembly.Module(bytes)).exports;
}

/** Compares needles with rows by their products: 100,000 rows of 64 bytes with one needle in about a millisecond. */
export function scan(count: number, { length, values, ratios }: Rows, needles: readonly Needle[]): Scan {
  if (length > MOST_LENGTH || length % 16 > 0) throw new RangeError('The rows have a length that can not be compared');
  program ??= start();
  const found: Scan = { best: new Int32Array(count), which: new Int32Array(count) };
  const bytes = new Int8Array(program.memory.buffer);
  const [numbers, floats] = [new Int32Array(program.memory.buffer), new Float32Array(program.memory.buffer)];
  for (let part = 0; part < needles.length; part += MOST_NEEDLES) {
    const some = needles.slice(part, part + MOST_NEEDLES);
    for (const [index, needle] of some.entries()) bytes.set(needle.values, NEEDLES + index * length);
    for (let first = 0; first < count; first += BLOCK) {
      const rows = Math.min(BLOCK, count - first);
      bytes.set(values.subarray(first * length, (first + rows) * length));
      floats.set(ratios.subarray(first, first + rows), RATIOS / 4);
      numbers.set(found.best.subarray(first, first + rows), BEST / 4);
      numbers.set(found.which.subarray(first, first + rows), WHICH / 4);
      for (const [index, { ratio, stretch }] of some.entries())
        program.scan(NEEDLES + index * length, length, 0, rows, RATIOS, ratio, stretch, BEST, WHICH, part + index);
      found.best.set(numbers.subarray(BEST / 4, BEST / 4 + rows), first);
      found.which.set(numbers.subarray(WHICH / 4, WHICH / 4 + rows), first);
    }
  }
  return found;
}
