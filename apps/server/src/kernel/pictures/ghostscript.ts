import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { CannotDraw } from './cannot-draw.ts';

const MAX_PAGE_BYTES = 100 * 2 ** 20;
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
 * that it rejects. Ghostscript has this process's rights, reads standard input and writes standard output.
 */
export async function ghostscript(bytes: Uint8Array, order: PageOrder): Promise<Uint8Array> {
  const args = [
    '-dSAFER',
    '-dBATCH',
    '-dNOPAUSE',
    '-q',
    `-K${order.memoryMb * 1024}`,
    `-dFirstPage=${order.page}`,
    `-dLastPage=${order.page}`,
    '-dEPSCrop',
    '-dUseCropBox',
    '-sDEVICE=png16m',
    '-dTextAlphaBits=4',
    '-dGraphicsAlphaBits=4',
    `-r${order.resolution}`,
    // Keeps the file's own output out of the picture's bytes.
    '-sstdout=%stderr',
    '-sOutputFile=-',
    '-',
  ];
  const seconds = String(Math.ceil(order.workMs / 1000));
  const limited = ['-c', LIMITED, 'sh', seconds, String(order.memoryMb * 1024), ...args];
  const [program, words] = process.platform === 'win32' ? ['gs', args] : ['/bin/sh', limited];
  const { promise, resolve, reject } = Promise.withResolvers<Uint8Array>();
  const child = execFile(
    program,
    words,
    {
      encoding: 'buffer',
      maxBuffer: MAX_PAGE_BYTES,
      cwd: tmpdir(),
      env: { PATH: process.env['PATH'], TMPDIR: process.env['TMPDIR'] },
    },
    (error, stdout) => {
      running = undefined;
      if (!error) resolve(stdout);
      else if (error.code === NOT_FOUND || error.code === 'ENOENT') reject(new CannotDraw('no_ghostscript'));
      else if (error.signal) reject(new CannotDraw('too_costly', { cause: error }));
      else reject(error);
    },
  );
  running = child.pid;
  // It may end before it has read everything.
  child.stdin?.on('error', () => undefined).end(bytes);
  return promise;
}
