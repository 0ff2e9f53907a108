import type { CDPSession } from 'playwright-core';

/** An event of Chromium's trace. */
export interface TraceEvent {
  name: string;
  pid: number;
  tid: number;
  args?: {
    name?: string;
    data?: { documentLoaderURL?: string };
    chrome_mojo_event_info?: { mojo_interface_tag?: string };
  };
  /** Microseconds. */
  ts: number;
  /** Microseconds by the clock and of the processor. */
  dur?: number;
  tdur?: number;
  /** Microseconds of the processor that the thread used before. */
  tts?: number;
}

const LONG_MICROSECONDS = 50_000;

/** Records the tasks of all threads while something is done. */
export async function traced(session: CDPSession, work: () => Promise<void>): Promise<TraceEvent[]> {
  const events: TraceEvent[] = [];
  const collect = ({ value }: { value: object[] }) => {
    for (const event of value) events.push(event as TraceEvent); // of Chromium
  };
  session.on('Tracing.dataCollected', collect);
  const complete = new Promise((resolve) => session.once('Tracing.tracingComplete', resolve));
  await session.send('Tracing.start', {
    transferMode: 'ReportEvents',
    // The second one tells which process loads an address.
    traceConfig: { includedCategories: ['toplevel', 'blink.user_timing'] },
  });
  await work();
  await session.send('Tracing.end');
  await complete;
  session.off('Tracing.dataCollected', collect);
  return events;
}

/** Tells whether an event says that its process loads an address. */
export const loads =
  (address: string) =>
  ({ args }: TraceEvent): boolean =>
    args?.data?.documentLoaderURL?.startsWith(address) === true;

/**
 * Milliseconds of the longest task on the thread of the page that an event is of, and of workers, with the threads of the browser
 * that work meanwhile, such as for decoding. The time of the processor does not count other programs, but counts the
 * slowdown. Pages of Chromium itself don't count. `long` is the number of tasks over 50 ms of the processor.
 */
export function processorTimes(
  events: readonly TraceEvent[],
  isOfPage: (event: TraceEvent) => boolean,
): {
  task: { processor: number; clock: number };
  long: number;
  workers: number;
} {
  const keyOf = ({ pid, tid }: TraceEvent) => `${pid}/${tid}`;
  const eventsOf = (thread: RegExp) => {
    const named = events.filter(({ name, args }) => name === 'thread_name' && thread.test(args?.name ?? ''));
    const keys = new Set(named.map(keyOf));
    return events.filter((event) => keys.has(keyOf(event)));
  };
  const tasksOf = (thread: RegExp) => eventsOf(thread).filter(({ name }) => name.endsWith('RunTask'));
  // Questions of the driver of the browser are no work of the page.
  const asked = events.filter(({ args }) => args?.chrome_mojo_event_info?.mojo_interface_tag?.includes('DevTools'));
  const isAsked = ({ pid, tid, ts, dur = 0 }: TraceEvent) =>
    asked.some((one) => one.pid === pid && one.tid === tid && one.ts >= ts && one.ts <= ts + dur);
  const processes = new Set(events.filter(isOfPage).map(({ pid }) => pid));
  const tasks = tasksOf(/^CrRendererMain$/).filter((task) => processes.has(task.pid) && !isAsked(task));
  if (tasks.length < 10) throw new Error('the trace has no tasks of the page');
  const longest = (times: (number | undefined)[]) => times.reduce<number>((most, time = 0) => Math.max(most, time), 0);
  // Continuations of promises in a worker are no tasks. The thread ends with the worker, so its time is the whole.
  const whole = new Map<string, number>();
  const own = eventsOf(/^DedicatedWorker/);
  for (const event of own)
    whole.set(keyOf(event), Math.max(whole.get(keyOf(event)) ?? 0, (event.tts ?? 0) + (event.tdur ?? 0)));
  const shared = tasksOf(/^ThreadPoolForegroundWorker/).filter(
    ({ pid, ts }) => processes.has(pid) && own.some((event) => event.ts <= ts) && own.some((event) => event.ts >= ts),
  );
  const workers = [...whole.values(), ...shared.map(({ tdur = 0 }) => tdur)].reduce((sum, time) => sum + time, 0);
  return {
    task: {
      processor: longest(tasks.map(({ tdur }) => tdur)) / 1000,
      clock: longest(tasks.map(({ dur }) => dur)) / 1000,
    },
    long: tasks.filter(({ tdur = 0 }) => tdur > LONG_MICROSECONDS).length,
    workers: workers / 1000,
  };
}
