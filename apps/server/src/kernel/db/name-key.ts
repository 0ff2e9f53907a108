import { createHash } from 'node:crypto';

/**
 * Key that names are compared by: the SHA-256 of the name in NFC, so that differently composed forms of "é" are equal.
 * Hashed, because PostgreSQL indexes no text over 2.7 kB and a name may take 4 kB.
 */
export const nameKeyOf = (name: string): string => createHash('sha256').update(name.normalize('NFC')).digest('hex');
