import { DESCRIPTOR_BYTES, decode, GRID, HEADER, LIGHTS, VIEW, type View } from './descriptor.ts';
import { normsOf, type Probe, type Target } from './probe.ts';
import { type Needle, type Rows, type Scan, scan } from './scan.ts';

/** Ratio of the sides of a probe and its target that may differ, as a factor. */
const MOST_STRETCH = 1.4;
/** Pictures of nearly one colour resemble nothing. */
const LEAST_NORM = 20;
/** Rows of the first comparison: brightness of 8 × 8 cells, and all of it for parts of pictures. */
const SMALL = LIGHTS / 4;
/** Length of a row of the first comparison. */
const LENGTH = 256;
/** Pictures of each target that pass the first comparison, for each one that is asked for. */
const PASSED = 4;

/** A stored picture that resembles a probe. */
export type Hit = { key: string; similarity: number; probe: Probe };

const TARGETS: readonly Target[] = ['whole', 'trimmed', 'window'];

/** Descriptions of pictures in one block of memory, so that a query compares itself with all of them. */
export class Shortlist {
  private readonly places = new Map<string, number>();
  private keys: string[] = [];
  private bytes = new Uint8Array(0);
  private rows = Object.fromEntries(TARGETS.map((target) => [target, rowsOf(target, 0)])) as Record<Target, Rows>; // TARGETS has all

  get size(): number {
    return this.keys.length;
  }

  has(key: string): boolean {
    return this.places.has(key);
  }

  /** The description of a picture that was added. */
  descriptor(key: string): Uint8Array | undefined {
    const place = this.places.get(key);
    return place === undefined ? undefined : this.descriptorAt(place);
  }

  /** Adds or replaces a picture. Returns false for a description that can't be read. */
  set(key: string, descriptor: Uint8Array): boolean {
    const description = decode(descriptor);
    if (!description) return false;
    const place = this.places.get(key) ?? this.keys.length;
    this.grow(place + 1);
    this.places.set(key, place);
    this.keys[place] = key;
    this.bytes.set(descriptor, place * DESCRIPTOR_BYTES);
    const { whole, trimmed, ratio, content } = description;
    const inner = (ratio * (content.right - content.left)) / (content.bottom - content.top);
    for (const target of TARGETS) {
      const { length, values, ratios } = this.rows[target];
      const lights = lightsOf(target === 'trimmed' ? trimmed : whole);
      values.set(toBytes(target === 'window' ? lights : quarter(lights), LEAST_NORM), place * length);
      ratios[place] = Math.log(target === 'trimmed' ? inner : ratio);
    }
    return true;
  }

  /** Removes a picture; the last one takes its place. */
  delete(key: string): void {
    const place = this.places.get(key);
    if (place === undefined) return;
    const from = this.keys.length - 1;
    const last = this.keys[from];
    this.keys.pop();
    this.places.delete(key);
    if (last === undefined || last === key) return;
    this.keys[place] = last;
    this.places.set(last, place);
    this.bytes.copyWithin(place * DESCRIPTOR_BYTES, from * DESCRIPTOR_BYTES, (from + 1) * DESCRIPTOR_BYTES);
    for (const { length, values, ratios } of Object.values(this.rows)) {
      values.copyWithin(place * length, from * length, (from + 1) * length);
      ratios[place] = ratios[from] ?? 0;
    }
  }

  /**
   * Returns the pictures that resemble a probe most, best first, each once per target. `mayFind` leaves out pictures
   * before they count.
   */
  search(probes: readonly Probe[], most: number, mayFind: (key: string) => boolean = () => true): Hit[] {
    const allowed = Uint8Array.from(this.keys, (key) => (mayFind(key) ? 1 : 0));
    const hits = TARGETS.flatMap((target) => {
      const own = probes.filter((probe) => probe.target === target);
      if (own.length === 0) return [];
      const found = scan(this.keys.length, this.rows[target], own.map(needleOf));
      return passedOf(found, allowed, PASSED * most).flatMap((place): Hit[] => {
        const [key, probe] = [this.keys[place], own[found.which[place] ?? 0]];
        return key === undefined || !probe ? [] : [{ key, probe, similarity: this.compare(place, probe) }];
      });
    });
    return hits
      .filter(({ similarity }) => similarity > 0)
      .toSorted((one, other) => other.similarity - one.similarity)
      .slice(0, most);
  }

  private descriptorAt(place: number): Uint8Array {
    return this.bytes.subarray(place * DESCRIPTOR_BYTES, (place + 1) * DESCRIPTOR_BYTES);
  }

  private compare(place: number, { target, values, isGrey, part }: Probe): number {
    const start = place * DESCRIPTOR_BYTES + HEADER + (target === 'trimmed' ? VIEW : 0);
    const view = new Int8Array(this.bytes.buffer, start, VIEW);
    let sum = 0;
    for (let index = 0; index < values.length; index++) sum += (values[index] ?? 0) * (view[index] ?? 0);
    const norms = target === 'window' ? windowNorm(view, part) : normsOf(view)[isGrey ? 'grey' : 'all'];
    return sum / Math.max(norms, LEAST_NORM);
  }

  private grow(rows: number): void {
    if (rows * DESCRIPTOR_BYTES <= this.bytes.length) return;
    const room = Math.max(1024, 2 * rows);
    const bytes = new Uint8Array(room * DESCRIPTOR_BYTES);
    bytes.set(this.bytes);
    this.bytes = bytes;
    for (const target of TARGETS) {
      const [before, after] = [this.rows[target], rowsOf(target, room)];
      after.values.set(before.values);
      after.ratios.set(before.ratios);
      this.rows[target] = after;
    }
  }
}

function rowsOf(target: Target, room: number): Rows {
  const length = target === 'window' ? LIGHTS : SMALL;
  return { length, values: new Int8Array(room * length), ratios: new Float32Array(room) };
}

const lightsOf = (view: View): Float32Array => {
  const { mean } = normsOf(view);
  return Float32Array.from(view.subarray(0, LIGHTS), (value) => value - mean);
};

/** Averages of four cells. */
function quarter(lights: Float32Array): Float32Array {
  const side = GRID / 2;
  return Float32Array.from({ length: side * side }, (_, cell) => {
    const at = 2 * (Math.floor(cell / side) * GRID + (cell % side));
    return ((lights[at] ?? 0) + (lights[at + 1] ?? 0) + (lights[at + GRID] ?? 0) + (lights[at + GRID + 1] ?? 0)) / 4;
  });
}

/** Values of a fixed length as bytes. */
function toBytes(values: Float32Array, least: number): Int8Array {
  const scale = LENGTH / Math.max(Math.hypot(...values), least);
  return Int8Array.from(values, (value) => Math.min(127, Math.max(-128, Math.round(value * scale))));
}

function needleOf({ target, values, ratio, part }: Probe): Needle {
  const lights = values.subarray(0, LIGHTS);
  const size = Math.log(part.right - part.left) - Math.log(part.bottom - part.top);
  return {
    values: toBytes(target === 'window' ? lights : quarter(lights), Number.MIN_VALUE),
    ratio: Math.log(ratio) - size,
    stretch: Math.log(MOST_STRETCH),
  };
}

/** Places of the allowed rows with the largest products. */
function passedOf({ best }: Scan, allowed: Uint8Array, most: number): number[] {
  const products = best.filter((_, place) => allowed[place] === 1).toSorted();
  const least = Math.max(1, products.at(-most) ?? 1);
  const places: number[] = [];
  for (let place = 0; place < best.length && places.length < most; place++)
    if (allowed[place] === 1 && (best[place] ?? 0) >= least) places.push(place);
  return places;
}

/** Length of a window after its mean is removed. */
function windowNorm(view: View, { left, top, right, bottom }: Probe['part']): number {
  let [sum, squares] = [0, 0];
  for (let y = Math.round(top * GRID); y < bottom * GRID; y++)
    for (let x = Math.round(left * GRID); x < right * GRID; x++) {
      const value = view[y * GRID + x] ?? 0;
      sum += value;
      squares += value ** 2;
    }
  const count = (right - left) * (bottom - top) * LIGHTS;
  return Math.sqrt(Math.max(0, squares - sum ** 2 / count));
}
