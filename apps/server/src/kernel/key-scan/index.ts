export { createImportedKeys, hexLengthOf, type ImportedKeys } from './imported-keys.ts';
export { KeyScanner, keysIn } from './key-scanner.ts';
export { maskedBytes, maskedText } from './mask.ts';
export { createKeySearches } from './searches.ts';
