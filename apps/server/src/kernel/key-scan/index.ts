export { createImportedKeys, hexLengthOf, type ImportedKeys } from './imported-keys.ts';
export { KeyScanner, keysIn } from './key-scanner.ts';
export { maskedBytes, maskedText } from './mask.ts';
export { createKeySearches, type KeySearches } from './searches.ts';
