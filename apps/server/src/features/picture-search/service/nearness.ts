import { decode } from '@gofigr/likeness';
import type { Near } from './messages.ts';

/**
 * Least nearness of similar pictures. Of generated figures, three quarters of those that differ only in data or in one
 * parameter are nearer, and less than one in 200 of another kind.
 */
const LEAST = 0.75;
/** Most pictures that are named: several may belong to one figure. */
const MOST = 100;
/** Ratio of the sides of similar pictures that may differ, as a factor. */
const MOST_STRETCH = 1.4;
/** A view is a grid of brightness, then two grids of colours, which count more. */
const LIGHTS = 256;
const COLOUR_WEIGHT = 4;

type Description = NonNullable<ReturnType<typeof decode>>;

/** Returns those of the pictures that resemble one, nearest first. */
export function nearestTo(
  like: string,
  hashes: readonly string[],
  descriptorOf: (hash: string) => Uint8Array | undefined,
): Near[] {
  const descriptionOf = (hash: string) => decode(descriptorOf(hash) ?? new Uint8Array());
  const own = descriptionOf(like);
  if (!own) return [];
  return hashes
    .flatMap((hash) => {
      const other = descriptionOf(hash);
      return other ? { hash, score: nearness(own, other) } : [];
    })
    .filter(({ score }) => score >= LEAST)
    .toSorted((one, other) => other.score - one.score)
    .slice(0, MOST);
}

/** Agreement of two pictures, as a whole or of their contents, whichever is higher: 1 if they are equal. */
function nearness(one: Description, other: Description): number {
  if (Math.abs(Math.log(one.ratio / other.ratio)) > Math.log(MOST_STRETCH)) return 0;
  return Math.max(agreement(one.whole, other.whole), agreement(one.trimmed, other.trimmed));
}

/** Correlation of two views. It does not depend on how bright or rich in contrast they are. */
function agreement(one: Int8Array, other: Int8Array): number {
  const [mean, otherMean] = [meanLight(one), meanLight(other)];
  let [product, square, otherSquare] = [0, 0, 0];
  for (let index = 0; index < one.length; index++) {
    const isLight = index < LIGHTS;
    const value = (one[index] ?? 0) - (isLight ? mean : 0);
    const otherValue = (other[index] ?? 0) - (isLight ? otherMean : 0);
    const weight = isLight ? 1 : COLOUR_WEIGHT;
    product += weight * value * otherValue;
    square += weight * value ** 2;
    otherSquare += weight * otherValue ** 2;
  }
  const most = Math.sqrt(square * otherSquare);
  return most === 0 ? 0 : product / most;
}

const meanLight = (view: Int8Array): number => view.subarray(0, LIGHTS).reduce((sum, value) => sum + value, 0) / LIGHTS;
