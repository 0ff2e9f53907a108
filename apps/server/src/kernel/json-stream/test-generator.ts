/** Random documents and random damage, reproducible by seed. */
export type Random = () => number;

/** Mulberry32: small, and good enough to choose test cases. */
export function seeded(seed: number): Random {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

const pick = <T>(random: Random, from: readonly T[]): T => from[Math.floor(random() * from.length)] as T;
const below = (random: Random, limit: number): number => Math.floor(random() * limit);

const keys = [
  'data',
  'data',
  'data',
  'figure',
  '__proto__',
  'constructor',
  'd\\u0061ta',
  '*',
  '0',
  '',
  'é',
  '\\n',
  'a\\"b',
  'metadata',
];
const numbers = [
  '0',
  '-0',
  '1.0',
  '12',
  '-3.25',
  '1E5',
  '1e400',
  '12345678901234567890',
  '0.1',
  '1e-7',
  '100',
  '999999999999999',
];
const pieces = [
  'a',
  'Z',
  ' ',
  '\\n',
  '\\/',
  '\\\\',
  '\\"',
  '\\u0041',
  '\\ud83d\\ude00',
  '\\ud800',
  'é',
  '😀',
  '{',
  ']',
  ':',
  ',',
  '1.0',
];
const spaces = ['', '', '', '', ' ', '\n', '\t ', '\r\n'];

function base64(random: Random): string {
  const bytes = Buffer.from(
    Array.from({ length: below(random, random() < 0.05 ? 900 : 12) }, () => below(random, 256)),
  );
  let text = bytes.toString(random() < 0.2 ? 'base64url' : 'base64');
  if (random() < 0.2) text = text.replaceAll('=', '');
  if (random() < 0.1) text = text.replaceAll(/.{4}/g, '$&\\n');
  if (random() < 0.1) text = text.replaceAll('A', '\\u0041').replaceAll('=', '\\u003d');
  if (random() < 0.2) text = text.replaceAll('/', '\\/');
  return `"${text}"`;
}

function string(random: Random): string {
  if (random() < 0.4) return base64(random);
  return `"${Array.from({ length: below(random, 5) }, () => pick(random, pieces)).join('')}"`;
}

function value(random: Random, depth: number): string {
  const kind = random();
  if (depth > 4 || kind < 0.3) return pick(random, [pick(random, numbers), string(random), 'null', 'true', 'false']);
  const items = below(random, 4);
  const space = (): string => pick(random, spaces);
  if (kind < 0.6)
    return `[${Array.from({ length: items }, () => space() + value(random, depth + 1) + space()).join()}]`;
  const member = (): string =>
    `${space()}"${pick(random, keys)}"${space()}:${space()}${value(random, depth + 1)}${space()}`;
  return `{${Array.from({ length: items }, member).join()}}`;
}

const datum = (random: Random): string =>
  `{"name":${string(random)},"data":${random() < 0.9 ? base64(random) : value(random, 3)},"metadata":${value(random, 3)}}`;

/** A JSON text, often shaped like the body of a publish. */
export function validDocument(random: Random): string {
  if (random() < 0.3) return value(random, 0);
  const data = Array.from({ length: below(random, 4) }, () => (random() < 0.8 ? datum(random) : value(random, 2)));
  const members = [
    `"figure":${string(random)}`,
    `"data":[${data.join(pick(random, [',', ' , ']))}]`,
    `"n":${value(random, 2)}`,
  ];
  if (random() < 0.1) members.push(`"data":${value(random, 1)}`);
  return `{${members.join()}}`;
}

const damage = [...'"\\{}[],: \n0123.eE+-=/ntfu', 'data', '"data":', '\\u', 'true', '\u0000', '\x80', '\xff'].map(
  (text) => Buffer.from(text, 'latin1'),
);

/** Damages one to three pieces of the bytes: removes, replaces, inserts or repeats them, or cuts the end. */
export function damaged(random: Random, body: Buffer): Buffer {
  let bytes = body;
  for (let times = 1 + below(random, 3); times > 0; times--) {
    const at = below(random, bytes.length + 1);
    const to = Math.min(bytes.length, at + 1 + below(random, random() < 0.8 ? 2 : 20));
    const kind = random();
    const [before, middle, after] = [bytes.subarray(0, at), bytes.subarray(at, to), bytes.subarray(to)];
    if (kind < 0.1) bytes = before;
    else if (kind < 0.35) bytes = Buffer.concat([before, after]);
    else if (kind < 0.6) bytes = Buffer.concat([before, pick(random, damage), after]);
    else if (kind < 0.85) bytes = Buffer.concat([before, pick(random, damage), middle, after]);
    else bytes = Buffer.concat([before, middle, middle, after]);
  }
  return bytes;
}

/** Splits the bytes into pieces of random sizes, some of them empty. */
export function* pieceByPiece(random: Random, body: Buffer): Generator<Buffer> {
  const longest = pick(random, [1, 3, 10, 100, 1000]);
  for (let at = 0; at < body.length; ) {
    const size = below(random, longest + 1);
    yield body.subarray(at, at + size);
    at += size;
  }
}
