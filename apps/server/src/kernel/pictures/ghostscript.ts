import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';

const MAX_PAGE_BYTES = 100 * 2 ** 20;
/** Dots an inch: a figure as wide as one column of a journal (3.5 inches) comes out 525 pixels wide. */
const RESOLUTION = 150;
/** The limit on address space is not there on every system; the processor's is. */
const LIMITED = 'ulimit -t "$1"; ulimit -v "$2" 2>/dev/null; shift 2; exec gs "$@"';

/** Clock ticks of 10 ms, in which Linux counts processor time for its users. */
const TICK_MS = 10;

let running: number | undefined;

/** Processor time of the Ghostscript that runs now; 0 when none does, and on a system without `/proc`. */
export function ghostscriptWorkMs(): number {
  if (running === undefined) return 0;
  try {
    // The name of the program, in brackets, is the only field that may hold spaces.
    const fields = readFileSync(`/proc/${running}/stat`, 'latin1').split(') ')[1]?.split(' ') ?? [];
    return (Number(fields[11]) + Number(fields[12])) * TICK_MS;
  } catch {
    return 0;
  }
}

/** A signal ended Ghostscript: that of the limit on its processor time. */
export class GhostscriptKilled extends Error {}

/**
 * The first page of a PDF or (Encapsulated) PostScript file as PNG. Throws where Ghostscript is not installed and for
 * files it refuses. It has the rights of this process, reads standard input and writes standard output.
 */
export async function ghostscript(page: Uint8Array, limits: { memoryMb: number; workMs: number }): Promise<Uint8Array> {
  const args = [
    '-dSAFER',
    '-dBATCH',
    '-dNOPAUSE',
    '-q',
    `-K${limits.memoryMb * 1024}`,
    '-dFirstPage=1',
    '-dLastPage=1',
    '-dEPSCrop',
    '-dUseCropBox',
    '-sDEVICE=png16m',
    '-dTextAlphaBits=4',
    '-dGraphicsAlphaBits=4',
    `-r${RESOLUTION}`,
    // What the file prints must not get between the bytes of the picture.
    '-sstdout=%stderr',
    '-sOutputFile=-',
    '-',
  ];
  const seconds = String(Math.ceil(limits.workMs / 1000));
  const limited = ['-c', LIMITED, 'sh', seconds, String(limits.memoryMb * 1024), ...args];
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
      else reject(error.signal ? new GhostscriptKilled(`Ghostscript was ended by ${error.signal}`) : error);
    },
  );
  running = child.pid;
  // It may end before it has read everything.
  child.stdin?.on('error', () => undefined).end(page);
  return promise;
}
