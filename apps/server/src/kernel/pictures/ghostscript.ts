import { type ExecFileException, execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { CannotDraw } from './cannot-draw.ts';

const MAX_PAGE_BYTES = 100 * 2 ** 20;
const MAX_TEXT_BYTES = 100_000;
/** Pages whose text is read. */
const MOST_PAGES = 20;
/** Not every system can limit address space; all can limit processor time. */
const LIMITED = 'ulimit -t "$1"; ulimit -v "$2" 2>/dev/null; shift 2; exec gs "$@"';

/** The shell's exit code for a program that it doesn't find. */
const NOT_FOUND = 127;
/** Clock ticks of 10 ms, the unit of Linux's processor times. */
const TICK_MS = 10;

let running: number | undefined;

/** Processor time of the running Ghostscript; 0 if none runs, and on systems without `/proc`. */
export function ghostscriptWorkMs(): number {
  if (running === undefined) return 0;
  try {
    // Only the program's name, in brackets, may contain spaces.
    const fields = readFileSync(`/proc/${running}/stat`, 'latin1').split(') ')[1]?.split(' ') ?? [];
    return (Number(fields[11]) + Number(fields[12])) * TICK_MS;
  } catch {
    return 0;
  }
}

export interface PageOrder {
  /** Dots per inch. */
  resolution: number;
  /** Page to draw, from 1. */
  page: number;
  memoryMb: number;
  workMs: number;
}

/**
 * Draws a page of a PDF or (Encapsulated) PostScript file as PNG. Throws if Ghostscript is not installed, and for files
 * that it rejects.
 */
export async function ghostscript(bytes: Uint8Array, order: PageOrder): Promise<Uint8Array> {
  const { error, output } = await run(bytes, order, MAX_PAGE_BYTES, [
    `-dFirstPage=${order.page}`,
    `-dLastPage=${order.page}`,
    '-dEPSCrop',
    '-dUseCropBox',
    '-sDEVICE=png16m',
    '-dTextAlphaBits=4',
    '-dGraphicsAlphaBits=4',
    `-r${order.resolution}`,
  ]);
  if (error) throw error;
  return output;
}

/**
 * Reads the text on the first pages of a PDF or PostScript file as UTF-8, in the order of lines. The rest of much text
 * is missing. Throws like `ghostscript`.
 */
export async function textOfPages(
  bytes: Uint8Array,
  order: Omit<PageOrder, 'resolution' | 'page'>,
): Promise<Uint8Array> {
  const { error, output, isCut } = await run(bytes, order, MAX_TEXT_BYTES, [
    `-dLastPage=${MOST_PAGES}`,
    '-sDEVICE=txtwrite',
    '-dTextFormat=3',
  ]);
  if (error && !isCut) throw error;
  return output;
}

interface Ran {
  error: Error | null;
  output: Uint8Array;
  /** Ghostscript was ended because it wrote more than allowed. */
  isCut: boolean;
}

/** Ghostscript has this process's rights, reads standard input and writes standard output. */
async function run(
  bytes: Uint8Array,
  { memoryMb, workMs }: Pick<PageOrder, 'memoryMb' | 'workMs'>,
  maxBuffer: number,
  device: readonly string[],
): Promise<Ran> {
  const args = [
    '-dSAFER',
    '-dBATCH',
    '-dNOPAUSE',
    '-q',
    `-K${memoryMb * 1024}`,
    ...device,
    // Keeps the file's own output out of the result.
    '-sstdout=%stderr',
    '-sOutputFile=-',
    '-',
  ];
  const seconds = String(Math.ceil(workMs / 1000));
  const limited = ['-c', LIMITED, 'sh', seconds, String(memoryMb * 1024), ...args];
  const [program, words] = process.platform === 'win32' ? ['gs', args] : ['/bin/sh', limited];
  const { promise, resolve } = Promise.withResolvers<Ran>();
  const child = execFile(
    program,
    words,
    {
      encoding: 'buffer',
      maxBuffer,
      cwd: tmpdir(),
      env: { PATH: process.env['PATH'], TMPDIR: process.env['TMPDIR'] },
    },
    (error, output) => {
      running = undefined;
      const isCut = error?.code === 'ERR_CHILD_PROCESS_STDIO_MAXBUFFER';
      resolve({ error: error && failureOf(error), output, isCut });
    },
  );
  running = child.pid;
  // It may end before it has read everything.
  child.stdin?.on('error', () => undefined).end(bytes);
  return promise;
}

function failureOf(error: ExecFileException): Error {
  if (error.code === NOT_FOUND || error.code === 'ENOENT') return new CannotDraw('no_ghostscript');
  return error.signal ? new CannotDraw('too_costly', { cause: error }) : error;
}
