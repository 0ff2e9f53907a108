import { type Box, heightOf, widthOf } from './picture.ts';
import type { Probe } from './probe.ts';
import { partsOf, type Scene } from './query.ts';
import type { Hit, Shortlist } from './shortlist.ts';
import { type Agreement, alignAt, type Pairing, pair, type Stored } from './verify.ts';

/** Hits of the shortlist, those of them that are aligned roughly, and of these at most so many of one probe. */
const MOST_HITS = 400;
const MOST_ROUGH = 48;
const MOST_OF_PROBE = 8;
/** The best that are aligned coarsely, and the best of those that are aligned finely. */
const MOST_COARSE = 24;
const MOST_FINE = 8;
/** Pictures that are decoded while another one is aligned. */
const READ_AHEAD = 3;

/** `exact`: this very picture. `likely`: this one, or one that differs little. `unknown`: probably none of the stored. */
export type Certainty = 'exact' | 'likely' | 'unknown';

export type Match = Agreement & {
  key: string;
  certainty: Certainty;
  /** Number of the scene, and the place in it where the picture is. */
  scene: number;
  place: Box;
};

/** Scores that separate claims. The benchmark `whence` tunes them on other figures than it measures. */
export const LIMITS = {
  /** Least score of any claim. */
  likely: 0.85,
  /** Score from which the query is not looked up as a part of a figure. */
  sure: 0.88,
  /** Least score, least agreement of the worst tiles and least lead over the next match of an exact one. */
  exact: 0.88,
  worst: 0.35,
  lead: 0.02,
};

type Reader = (key: string) => Promise<Stored | undefined>;

/**
 * Finds the stored pictures that a query shows, best first. `read` gives a stored picture, and may give nothing. The
 * caller decides which pictures may be found, before they take a place in the shortlist.
 */
export async function find(
  scenes: readonly Scene[],
  shortlist: Shortlist,
  read: Reader,
  mayFind?: (key: string) => boolean,
): Promise<Match[]> {
  const look = async (some: readonly Scene[]): Promise<Match[]> => {
    const probes = some.flatMap((scene) => scene.probes);
    return verifyAll(some, spread(shortlist.search(probes, MOST_HITS, mayFind)), read);
  };
  const found = await look(scenes);
  const [plain] = scenes;
  const best = Math.max(0, ...found.map(({ score }) => score));
  return judge(plain && best < LIMITS.sure ? [...found, ...(await look([partsOf(plain)]))] : found);
}

/** The first hits, without the surplus of places that resemble many pictures: they would crowd out the others. */
function spread(hits: readonly Hit[]): Hit[] {
  const counts = new Map<Probe, number>();
  const isWithin = ({ probe }: Hit): boolean => {
    const count = (counts.get(probe) ?? 0) + 1;
    counts.set(probe, count);
    return count <= MOST_OF_PROBE;
  };
  return hits.filter(isWithin).slice(0, MOST_ROUGH);
}

async function verifyAll(scenes: readonly Scene[], hits: readonly Hit[], read: Reader): Promise<Match[]> {
  const rough: { key: string; pairing: Pairing }[] = [];
  const readSoon = readAhead(
    hits.map(({ key }) => key),
    read,
  );
  for (const { key, probe } of hits) {
    const scene = scenes.find(({ probes }) => probes.includes(probe));
    const stored = scene && (await readSoon(key));
    if (stored) rough.push({ key, pairing: alignAt(pair(scene, probe, stored), 'rough') });
  }
  const coarse = bestOf(rough, MOST_COARSE).map(({ key, pairing }) => ({ key, pairing: alignAt(pairing, 'coarse') }));
  return bestOf(coarse, MOST_FINE).map(({ key, pairing }) => {
    const { agreement, scene, probe } = alignAt(pairing, 'fine');
    return { key, certainty: 'unknown', scene: scenes.indexOf(scene), place: probe.box, ...agreement };
  });
}

/** Reads each picture once, a few before they are asked for: decoding goes on in other threads meanwhile. */
function readAhead(keys: readonly string[], read: Reader): Reader {
  const waiting = new Set(keys);
  const readings = new Map<string, Promise<Stored | undefined>>();
  function begin(key: string): Promise<Stored | undefined> {
    waiting.delete(key);
    const reading = readings.get(key) ?? read(key);
    readings.set(key, reading);
    // A failure counts when the picture is asked for.
    reading.catch(() => undefined);
    return reading;
  }
  const asked = new Set<string>();
  return (key) => {
    asked.add(key);
    const reading = begin(key);
    for (const next of waiting) {
      if (readings.size >= asked.size + READ_AHEAD) break;
      void begin(next);
    }
    return reading;
  };
}

const bestOf = <T extends { pairing: Pairing }>(pairings: readonly T[], most: number): T[] =>
  pairings.toSorted((one, other) => other.pairing.agreement.score - one.pairing.agreement.score).slice(0, most);

/** Orders matches, each picture once, and says how certain each is. */
function judge(matches: readonly Match[]): Match[] {
  const sorted = matches.toSorted((one, other) => other.score - one.score);
  const unique = sorted.filter(({ key }, index) => sorted.findIndex((other) => other.key === key) === index);
  return unique.map((match, index) => {
    // A query may show several pictures: only those of the same place compete.
    const rivals = unique.filter((other, at) => at !== index && isSamePlace(match, other));
    const lead = match.score - Math.max(0, ...rivals.map(({ score }) => score));
    const isExact = match.score >= LIMITS.exact && match.worst >= LIMITS.worst && lead >= LIMITS.lead;
    return { ...match, certainty: isExact ? 'exact' : match.score >= LIMITS.likely ? 'likely' : 'unknown' };
  });
}

/** Places of different scenes overlap: a sheet is a part of the query. */
function isSamePlace(one: Match, other: Match): boolean {
  if (one.scene !== other.scene) return true;
  const width = Math.min(one.place.right, other.place.right) - Math.max(one.place.left, other.place.left);
  const height = Math.min(one.place.bottom, other.place.bottom) - Math.max(one.place.top, other.place.top);
  const smaller = Math.min(...[one, other].map(({ place }) => widthOf(place) * heightOf(place)));
  return width > 0 && height > 0 && width * height > smaller / 2;
}
