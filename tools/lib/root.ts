import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The repository's root folder, absolute. */
export const ROOT = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

/** Git-ignored folder for files that can be created again. */
export const CACHE = join(ROOT, '.cache');

export const fromRoot = (...parts: string[]): string => join(ROOT, ...parts);
