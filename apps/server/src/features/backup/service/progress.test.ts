import { expect, it } from 'vitest';
import { showProgress } from './progress.ts';

function run(isTTY: boolean): string {
  let text = '';
  const stream = { isTTY, write: (more: string) => void (text += more) };
  const progress = showProgress(stream as unknown as NodeJS.WriteStream);
  const done = progress.phase('Rows', 4);
  done(1);
  done(3);
  progress.phase('Blobs', 0);
  progress.end();
  return text;
}

it('a terminal shows a bar for each phase, which ends full', () => {
  const lines = run(true).split('\n');
  expect(lines).toHaveLength(3);
  expect(lines[0]).toMatch(/\rRows +░{30} {3}0 %[^]*\rRows +█{30} 100 %$/);
  expect(lines[1]).toMatch(/\rBlobs +█{30} 100 %$/);
});

it('anything else gets a line for each phase', () => {
  expect(run(false)).toBe('Rows …\nBlobs …\n');
});
