import { safeName as safe } from '@gofigr/contract/file-names';

/** Returns a file name close to `name` that stays in its folder on every system. `tail` ends it, also if it is cut. */
export const safeName = (name: string, tail = ''): string => safe(name, tail);
