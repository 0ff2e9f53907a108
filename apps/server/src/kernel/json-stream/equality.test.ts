import { describe, expect, it } from 'vitest';
import { documents, invalidUtf8 } from './test-documents.ts';
import { damaged, pieceByPiece, seeded, validDocument } from './test-generator.ts';
import { chunksOf, difference, type Expected, expected, scan } from './test-harness.ts';

/** Longer runs: `JSON_FUZZ_SECONDS=120`, with `JSON_FUZZ_SEED` for another start. */
const fuzzSeconds = Number(process.env['JSON_FUZZ_SECONDS'] ?? 0);
const firstSeed = Number(process.env['JSON_FUZZ_SEED'] ?? 1);
const defaultCases = 3000;

async function wrongIn(body: Buffer, want: Expected, ...parts: Buffer[]): Promise<string[]> {
  const problem = difference(await scan(chunksOf(...parts)), want, body.toString('utf8'));
  return problem === undefined ? [] : [`${JSON.stringify(body.toString('latin1'))} in ${parts.length}: ${problem}`];
}

const bodies = [...documents.map((text) => Buffer.from(text)), ...invalidUtf8];

describe('the scanner against JSON.parse', () => {
  it('gives the same result for every document in one piece', async () => {
    const wrong: string[] = [];
    for (const body of bodies) wrong.push(...(await wrongIn(body, expected(body), body)));
    expect(wrong).toEqual([]);
  });

  it('covers documents that are accepted and documents that are refused', () => {
    const refused = bodies.filter((body) => expected(body).refused).length;
    expect(refused).toBeGreaterThan(200);
    expect(bodies.length - refused).toBeGreaterThan(200);
  });

  it('gives the same result for a document in two pieces, cut anywhere', async () => {
    const wrong: string[] = [];
    for (const body of bodies.filter(({ length }) => length < 400)) {
      const want = expected(body);
      for (let cut = 1; cut < body.length; cut++) {
        wrong.push(...(await wrongIn(body, want, body.subarray(0, cut), body.subarray(cut))));
      }
    }
    expect(wrong).toEqual([]);
  });

  it('gives the same result if every byte arrives alone', async () => {
    const wrong: string[] = [];
    for (const body of bodies)
      wrong.push(...(await wrongIn(body, expected(body), ...[...body].map((byte) => Buffer.from([byte])))));
    expect(wrong).toEqual([]);
  });

  it(
    'gives the same result for random documents, damaged or not, in random pieces',
    async () => {
      const wrong: string[] = [];
      const end = performance.now() + fuzzSeconds * 1000;
      let seed = firstSeed;
      let refused = 0;
      for (; (seed - firstSeed < defaultCases || performance.now() < end) && wrong.length < 10; seed++) {
        const random = seeded(seed);
        const whole = Buffer.from(validDocument(random));
        const body = random() < 0.5 ? whole : damaged(random, whole);
        const want = expected(body);
        if (want.refused) refused++;
        wrong.push(
          ...(await wrongIn(body, want, ...pieceByPiece(random, body))).map((line) => `seed ${seed}: ${line}`),
        );
      }
      if (fuzzSeconds > 0) process.stdout.write(`${seed - firstSeed} cases, ${refused} to be refused\n`);
      expect(wrong).toEqual([]);
      expect(refused).toBeGreaterThan(defaultCases / 5);
      expect(refused).toBeLessThan((seed - firstSeed) * 0.8);
    },
    (fuzzSeconds + 300) * 1000,
  );
});
