import { execFile } from 'node:child_process';
import { tmpdir } from 'node:os';
import { resolve } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
const MAX_PAGE_BYTES = 100 * 2 ** 20;
/** Dots an inch: a figure as wide as one column of a journal (3.5 inches) comes out 525 pixels wide. */
const RESOLUTION = 150;

/**
 * The first page of a PDF or (Encapsulated) PostScript file as PNG. Throws where Ghostscript is not installed and for
 * files it refuses. It has no time limit of its own: the parent ends the whole process group.
 */
export async function ghostscript(page: { path: string; memoryMb: number }): Promise<Uint8Array> {
  const { stdout } = await run(
    'gs',
    [
      '-dSAFER',
      '-dBATCH',
      '-dNOPAUSE',
      '-q',
      `-K${page.memoryMb * 1024}`,
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
      '-f',
      resolve(page.path),
    ],
    { encoding: 'buffer', maxBuffer: MAX_PAGE_BYTES, cwd: tmpdir() },
  );
  return stdout;
}
