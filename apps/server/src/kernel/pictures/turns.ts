/** Who takes a turn: nobody's pictures wait for all pictures of another. */
export interface Turn {
  /** Who wrote the picture: a user, or whatever stands for one. */
  author: string;
  /** Who asks for it: a user, or an address. */
  caller: string;
  /** Nobody waits for it yet: it waits for all others. */
  ahead?: boolean;
}

export interface Waiting {
  turn: Turn;
  /** The file that is drawn. */
  path: string;
}

/** The most that may wait, in all and of one kind, and the most that run for one author or caller. */
export interface Caps {
  all: number;
  author: number;
  caller: number;
  picture: number;
  running: number;
}

const callerOf = ({ ahead, caller }: Turn): string => (ahead ? 'ahead' : `caller ${caller}`);
const partiesOf = ({ turn }: Waiting): string[] => [`author ${turn.author}`, callerOf(turn)];

/** Jobs that wait, and whose turn it is: of those waiting, whoever was served longest ago. */
export function createTurns<Job extends Waiting>(caps: Caps) {
  let waiting: Job[] = [];
  const running = new Set<Job>();
  /** When each author and caller was last served. */
  const served = new Map<string, number>();
  let round = 0;

  /** Author and caller, whoever was served later first: both must have waited long for a turn to come soon. */
  const lastServed = (job: Job): number[] =>
    partiesOf(job)
      .map((party) => served.get(party) ?? 0)
      .toSorted((one, other) => other - one);

  function byTurn(one: Job, other: Job): number {
    const [later = 0, earlier = 0] = lastServed(one);
    const [othersLater = 0, othersEarlier = 0] = lastServed(other);
    return later - othersLater || earlier - othersEarlier;
  }

  function mayRun(job: Job): boolean {
    const others = [...running];
    if (others.some(({ path }) => path === job.path)) return false;
    return partiesOf(job).every(
      (party) => others.filter((other) => partiesOf(other).includes(party)).length < caps.running,
    );
  }

  return {
    get waiting(): number {
      return waiting.length;
    },

    /** Gives false when too many wait already. */
    add(job: Job): boolean {
      const { author, caller, ahead } = job.turn;
      const before = ahead ? waiting : waiting.filter(({ turn }) => !turn.ahead);
      const isFull =
        before.length >= caps.all ||
        before.filter(({ turn }) => turn.author === author).length >= caps.author ||
        (!ahead && before.filter(({ turn }) => turn.caller === caller).length >= caps.caller) ||
        before.filter(({ path }) => path === job.path).length >= caps.picture;
      if (!isFull) waiting.push(job);
      return !isFull;
    },

    /** The next job, which runs until `done`. */
    next(): Job | undefined {
      const able = waiting.filter(mayRun);
      const awaited = able.filter(({ turn }) => !turn.ahead);
      const [job] = (awaited.length > 0 ? awaited : able).toSorted(byTurn);
      if (!job) return undefined;
      waiting = waiting.filter((other) => other !== job);
      running.add(job);
      round += 1;
      for (const party of partiesOf(job)) served.set(party, round);
      return job;
    },

    done(job: Job): void {
      running.delete(job);
      if (waiting.length === 0) served.clear();
    },

    /** Takes back what waits, of one file or all. */
    drop(path?: string): Job[] {
      const dropped = waiting.filter((job) => path === undefined || job.path === path);
      waiting = waiting.filter((job) => !dropped.includes(job));
      return dropped;
    },
  };
}
