import { type ChildProcess, fork } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { environmentOf, findIsolation, librariesFor, readableFor } from './isolation.ts';

const HEAP_MB = 1024;
const MEMORY_MB = 2048;

export interface JobChildOptions {
  /** Program of the child: `findWorker` finds it. */
  worker: URL;
  /** Packages of this project that the program loads. */
  packages: readonly string[];
  /** Time of one job, and of the start of the child on a busy machine, in milliseconds. */
  mostMs: number;
  /** Time after which an idle child ends, in milliseconds. */
  idleMs: number;
  /** Time of the processor after which the system ends the child. */
  cpuSeconds: number;
}

/** The talk with the child during a job. `ToChild` are the messages that the child takes. */
export interface Job<ToChild, T> {
  number: number;
  send(message: ToChild): void;
  resolve(result: T): void;
  /** Ends the job, and the child. */
  reject(error: unknown): void;
}

/** Does jobs one at a time, in a child process with as few rights as the machine can enforce. */
export interface JobChild<ToChild> {
  /**
   * Does a job: `begin` sends the question, and `onMessage` gets all that the child says until the job ends. Rejects if
   * the child ends or takes too long.
   */
  run<T>(
    begin: (job: Job<ToChild, T>) => void,
    onMessage: (message: unknown, job: Job<ToChild, T>) => void,
  ): Promise<T>;
  close(): void;
}

export function createJobChild<ToChild extends object>(options: JobChildOptions): JobChild<ToChild> {
  let child: ChildProcess | undefined;
  let idle: NodeJS.Timeout | undefined;
  let jobs = 0;
  let last: Promise<unknown> = Promise.resolve();

  function stop(): void {
    clearTimeout(idle);
    if (child?.pid !== undefined && child.exitCode === null) child.kill('SIGKILL');
    child = undefined;
  }

  const run: JobChild<ToChild>['run'] = async <T>(
    begin: (job: Job<ToChild, T>) => void,
    onMessage: (message: unknown, job: Job<ToChild, T>) => void,
  ) => {
    clearTimeout(idle);
    child ??= await start(options);
    const working = child;
    const { promise, resolve, reject } = Promise.withResolvers<T>();
    // A child that has ended is noticed by its exit.
    const send = (message: ToChild) => void working.send(message, () => undefined);
    const job: Job<ToChild, T> = { number: ++jobs, send, resolve, reject };
    const onAny = (message: unknown): void => onMessage(message, job);
    const onEnd = (): void => reject(new Error('the child ended'));
    const timer = setTimeout(() => reject(new Error('the child took too long')), options.mostMs);
    working.on('message', onAny).on('exit', onEnd).on('error', onEnd);
    try {
      begin(job);
      const result = await promise;
      idle = setTimeout(stop, options.idleMs).unref();
      return result;
    } catch (error) {
      stop();
      throw error;
    } finally {
      clearTimeout(timer);
      working.off('message', onAny).off('exit', onEnd).off('error', onEnd);
    }
  };

  return {
    run(begin, onMessage) {
      const result = last.then(() => run(begin, onMessage));
      last = result.catch(() => undefined);
      return result;
    },
    close: stop,
  };
}

async function start({ worker, packages, cpuSeconds }: JobChildOptions): Promise<ChildProcess> {
  const script = fileURLToPath(worker);
  const isolation = await findIsolation();
  const node = [process.execPath, `--max-old-space-size=${HEAP_MB}`];
  const readable = [...readableFor(script), ...librariesFor(script, packages)];
  const [execPath = '', ...execArgv] = isolation.wrap(node, { cpuSeconds, memoryMb: MEMORY_MB }, readable);
  const child = fork(script, [], {
    env: environmentOf(isolation),
    execPath,
    execArgv,
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
  });
  // An idle child must not keep the server alive, and a lost one is noticed by its job.
  child.on('error', () => undefined);
  child.unref();
  child.channel?.unref();
  return child;
}

/** The bundled program of a name, or `worker.ts` in the sources, beside the module with the address `beside`. */
export function findWorker(name: string, beside: string): URL {
  const bundled = new URL(`./${name}.js`, beside);
  return existsSync(bundled) ? bundled : new URL('./worker.ts', beside);
}
