import { setTimeout as sleep } from 'node:timers/promises';
import { processorSeconds } from '../../lib/process.ts';
import type { Load } from './client.ts';
import { drive, writeDurably } from './drive.ts';

/** Outcome of one turn: what `drive` measured, and the processor time of the server for one request in milliseconds. */
export type Turn = { perSecond: number; times: number[]; processor: number };

export type Contestant = { name: string; play: () => Promise<Turn> };

/** Outcome of all turns of a contestant: medians of the turns, and percentiles of all requests. */
export type Result = {
  name: string;
  perSecond: number;
  /** Requests a second of each turn. */
  rates: number[];
  p50: number;
  p99: number;
  processor: number;
};

/** Lets contestants take turns: `A B`, then `B A`, and so on, so that a change of the machine meets all of them. */
export async function takeTurns(rounds: number, contestants: readonly Contestant[]): Promise<Result[]> {
  const turns = contestants.map((): Turn[] => []);
  for (let round = 0; round < rounds; round += 1) {
    const order = [...contestants.entries()];
    for (const [index, { play }] of round % 2 === 0 ? order : order.toReversed()) turns[index]?.push(await play());
  }
  return contestants.map(({ name }, index) => summarise(name, turns[index] ?? []));
}

function summarise(name: string, turns: readonly Turn[]): Result {
  const times = turns.flatMap((turn) => turn.times);
  const rates = turns.map(({ perSecond }) => perSecond);
  return {
    name,
    perSecond: median(rates),
    rates,
    p50: percentile(times, 0.5),
    p99: percentile(times, 0.99),
    processor: median(turns.map(({ processor }) => processor)),
  };
}

/** Finds the result of a contestant. */
export function named(results: readonly Result[], name: string): Result {
  const found = results.find((result) => result.name === name);
  if (!found) throw new Error(`no result of ${name}`);
  return found;
}

/** Returns how many times as fast one contestant was: the median of the ratios of each round. */
export const ratio = (one: Result, other: Result): number =>
  median(one.rates.map((rate, round) => rate / (other.rates[round] ?? Number.NaN)));

export const median = (values: readonly number[]): number => {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? Number.NaN) + upper) / 2;
};

export const percentile = (values: readonly number[], share: number): number =>
  values.toSorted((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * share))] ?? Number.NaN;

/**
 * Plays a turn of requests to a server with these processes. Their processor time includes what they do after the last
 * answer.
 */
export async function playRequests(pids: readonly number[], load: Omit<Load, 'warmUp'>): Promise<Turn> {
  const warmUp = warmUpOf(load);
  const used = (): number => pids.reduce((sum, pid) => sum + processorSeconds(pid), 0);
  const before = used();
  const { times, elapsed } = await drive({ ...load, warmUp });
  await untilIdle(used);
  const processor = ((used() - before) / (times.length + warmUp)) * 1000;
  return { perSecond: (times.length / elapsed) * 1000, times, processor };
}

/** Number of requests that open all connections, and fewer if they are large. */
const warmUpOf = ({ requests, connections }: Omit<Load, 'warmUp'>): number =>
  'bytes' in requests ? Math.min(connections, Math.ceil(20e6 / requests.bytes)) : connections;

/** Plays a turn of durable writes. */
export async function playWrites(bytes: number, milliseconds: number): Promise<Turn> {
  const { times, elapsed } = await writeDurably(bytes, milliseconds);
  return { perSecond: (times.length / elapsed) * 1000, times, processor: Number.NaN };
}

const IDLE_LIMIT_MS = 10_000;
const IDLE_PERIOD_MS = 100;
/** Processor time in a period that an idle server may use: one tick of the clock in /proc. */
const IDLE_SECONDS = 0.01;

async function untilIdle(used: () => number): Promise<void> {
  const deadline = performance.now() + IDLE_LIMIT_MS;
  for (let before = used(); performance.now() < deadline; ) {
    await sleep(IDLE_PERIOD_MS);
    const now = used();
    // Sums of decimal fractions are not exact.
    if (now - before < IDLE_SECONDS * 1.5) return;
    before = now;
  }
}
