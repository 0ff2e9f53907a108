/** The parties of a turn: no user's pictures wait for all pictures of another. */
export interface Turn {
  /** The picture's author: a user, or a stand-in for one. */
  author: string;
  /** The caller: a user, or an address. */
  caller: string;
  /** Nobody waits for the picture yet, so all others go first. */
  ahead?: boolean;
}

export interface Waiting {
  turn: Turn;
  /** The file to draw. */
  path: string;
}

/** Most waiting jobs, in total and per party, and most running jobs per author or caller. */
export interface Caps {
  all: number;
  author: number;
  caller: number;
  picture: number;
  running: number;
}

const callerOf = ({ ahead, caller }: Turn): string => (ahead ? 'ahead' : `caller ${caller}`);
const partiesOf = ({ turn }: Waiting): string[] => [`author ${turn.author}`, callerOf(turn)];

/** Queue of waiting jobs. The next turn goes to the party that was served longest ago. */
export function createTurns<Job extends Waiting>(caps: Caps) {
  let waiting: Job[] = [];
  const running = new Set<Job>();
  /** Round in which each author and caller was last served. */
  const served = new Map<string, number>();
  let round = 0;

  /** Author and caller, the later served first: both must have waited long to get a turn soon. */
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

  function hasRoom({ turn: { author, caller, ahead }, path }: Waiting): boolean {
    const before = ahead ? waiting : waiting.filter(({ turn }) => !turn.ahead);
    return (
      before.length < caps.all &&
      before.filter(({ turn }) => turn.author === author).length < caps.author &&
      (ahead === true || before.filter(({ turn }) => turn.caller === caller).length < caps.caller) &&
      before.filter((other) => other.path === path).length < caps.picture
    );
  }

  return {
    get waiting(): number {
      return waiting.length;
    },

    hasRoom,

    /** Returns false if too many wait already. */
    add(job: Job): boolean {
      const isFree = hasRoom(job);
      if (isFree) waiting.push(job);
      return isFree;
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

    /** Removes the waiting jobs of one file, or all. */
    drop(path?: string): Job[] {
      const dropped = waiting.filter((job) => path === undefined || job.path === path);
      waiting = waiting.filter((job) => !dropped.includes(job));
      return dropped;
    },
  };
}
