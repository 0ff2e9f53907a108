import { hash } from 'node:crypto';

/**
 * Key that names are compared by: the SHA-256 of the name in NFC, so that differently composed forms of "é" are equal.
 * Hashed, because PostgreSQL indexes no text over 2.7 kB and a name may take 4 kB.
 */
export const nameKeyOf = (name: string): string => (name === '' ? KEY_OF_NONE : keyOf(name));

const keyOf = (name: string): string => hash('sha256', name.normalize('NFC'));

/** Revisions, which are most of the objects, have no name. */
const KEY_OF_NONE = keyOf('');
