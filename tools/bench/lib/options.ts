import { parseArgs } from 'node:util';
import { TaskError } from '../../lib/run.ts';
import { ENGINES } from './engines.ts';

export type Options = {
  /** Number of turns of each contestant, and the length of one. */
  rounds: number;
  milliseconds: number;
  /** Commit whose server is compared with this one. */
  against: string | undefined;
  engines: string[];
  sizes: [name: string, bytes: number][];
  connections: number[];
  profile: boolean;
  isQuick: boolean;
  /** Measures the scroll through a gallery in a browser, and no lists of the server. */
  isScroll: boolean;
  /** Measures only what the search index adds to publishes. */
  isPublishing: boolean;
  /** Nothing was left out, so the result belongs into the documentation. */
  isWhole: boolean;
};

const SIZES: Record<string, number> = { '10 kB': 10_000, '400 kB': 400_000, '1 MB': 1_000_000, '50 MB': 50_000_000 };
const CONNECTIONS = [1, 8, 32];

const MILLISECONDS = 1000;
const ROUNDS = 5;
const QUICK_ROUNDS = 3;

/** Sizes that a quick run leaves out, unless asked. */
const SLOW_BYTES = 10e6;

/** Describes results and options that all benchmarks of servers share. */
const OPTIONS = `A run that leaves nothing out writes its page in docs/performance; others write it in .cache/bench/pages.

--quick                    fewer turns, no 50 MB, no 100,000 figures
--against COMMIT           also measures the server of that commit, in turns
--engine sqlite|postgres   only this engine
--size BYTES               only this size: ${Object.values(SIZES).join(', ')}
--connections NUMBER       only so many connections
--scroll                   of lists, only the scroll through the gallery in Chromium
--publishing               of search, only what the index adds to publishes
--profile                  shows where the main thread of the server spends its time (slower)`;

/** Reads the options of the command line. Prints the usage and returns undefined if it is asked for. */
export function readOptions(usage: string): Options | undefined {
  if (process.platform !== 'linux') throw new TaskError('This benchmark reads /proc: it needs Linux.');
  const { values } = parseArgs({
    options: {
      quick: { type: 'boolean', default: false },
      against: { type: 'string' },
      engine: { type: 'string', multiple: true },
      size: { type: 'string', multiple: true },
      connections: { type: 'string', multiple: true },
      profile: { type: 'boolean', default: false },
      scroll: { type: 'boolean', default: false },
      publishing: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) {
    console.log(`${usage}\n\n${OPTIONS}`);
    return undefined;
  }
  const isAsked = (bytes: number): boolean =>
    values.size?.map(Number).includes(bytes) ?? !(values.quick && bytes > SLOW_BYTES);
  const sizes = Object.entries(SIZES).filter(([, bytes]) => isAsked(bytes));
  if (sizes.length === 0) throw new TaskError(`No such size. Sizes: ${Object.values(SIZES).join(', ')}.`);
  const { quick, profile, against, engine, size, connections } = values;
  return {
    rounds: quick ? QUICK_ROUNDS : ROUNDS,
    milliseconds: MILLISECONDS,
    against,
    engines: engine ?? ENGINES,
    sizes,
    connections: connections?.map(wholeNumber) ?? CONNECTIONS,
    profile,
    isQuick: quick,
    isScroll: values.scroll,
    isPublishing: values.publishing,
    isWhole: !quick && !profile && !values.publishing && !engine && !size && !connections,
  };
}

function wholeNumber(text: string): number {
  if (!/^[1-9]\d*$/.test(text)) throw new TaskError(`"${text}" is no number of connections.`);
  return Number(text);
}
