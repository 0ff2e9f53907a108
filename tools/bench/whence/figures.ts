import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ensureVenv } from '../../lib/python.ts';
import { CACHE } from '../../lib/root.ts';
import { run, TaskError } from '../../lib/run.ts';

/** A set of figures that the same seed draws again. */
type FigureSet = { name: string; seed: number; families: number; siblings: number; hasOtherKinds: boolean };

export type Figures = readonly { key: string; bytes: Buffer }[];

/** Figures on which the limits were tuned, and other ones that are measured; known ones are indexed. */
export const FIGURES: Record<'tuned' | 'measured', Record<'known' | 'foreign', FigureSet>> = {
  tuned: {
    known: { name: 'tuned', seed: 11, families: 32, siblings: 12, hasOtherKinds: false },
    foreign: { name: 'tuned-foreign', seed: 77, families: 80, siblings: 1, hasOtherKinds: true },
  },
  measured: {
    known: { name: 'measured', seed: 2026, families: 100, siblings: 12, hasOtherKinds: false },
    foreign: { name: 'measured-foreign', seed: 78, families: 200, siblings: 1, hasOtherKinds: true },
  },
};

/** Draws figures by matplotlib, unless an earlier run did. */
export async function drawFigures({ name, seed, families, siblings, hasOtherKinds }: FigureSet): Promise<Figures> {
  const folder = join(CACHE, 'whence', name);
  const python = await ensureVenv('whence', join(import.meta.dirname, 'requirements.txt'));
  const script = join(import.meta.dirname, 'figures.py');
  const numbers = [seed, families, siblings].map(String);
  const drawn = await run(python, [script, folder, ...numbers, ...(hasOtherKinds ? ['foreign'] : [])]);
  if (drawn.code !== 0) throw new TaskError(drawn.output);
  return readdirSync(folder)
    .toSorted()
    .map((file) => ({ key: file.replace('.png', ''), bytes: readFileSync(join(folder, file)) }));
}
