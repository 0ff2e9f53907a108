import { expect, test } from 'vitest';
import { refuseUnwritable } from './config-path.ts';

test.each(['/proc/gofigr/.gofigr', '/dev/null/a/.gofigr'])('%s is refused at once', async (path) => {
  await expect(refuseUnwritable(path)).rejects.toThrow("can't be written");
});
