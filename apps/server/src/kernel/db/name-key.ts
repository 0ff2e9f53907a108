import { createHash } from 'node:crypto';

/**
 * What names are compared by: the SHA-256 of the name in NFC, so that "é" is one however it is composed. Hashed, since
 * PostgreSQL indexes no text over 2.7 kB and a name may take 4 kB.
 */
export const nameKeyOf = (name: string): string => createHash('sha256').update(name.normalize('NFC')).digest('hex');
