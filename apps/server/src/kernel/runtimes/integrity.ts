import { hash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';

const MOST_KEPT = 1000;

/** Tells whether the bytes of a file have one of the hashes of an attribute `integrity`. An attribute without hashes allows all. */
export function createIntegrity(fileOf: (path: string) => { file: string; isCompressed: boolean }) {
  const known = new Map<string, string>();

  function hashOf(path: string, algorithm: string): string {
    const key = `${algorithm} ${path}`;
    const { file, isCompressed } = fileOf(path);
    const found = known.get(key);
    if (found !== undefined) return found;
    const bytes = readFileSync(file);
    const made = hash(algorithm, isCompressed ? gunzipSync(bytes) : bytes, 'base64');
    if (known.size < MOST_KEPT) known.set(key, made);
    return made;
  }

  return (path: string, integrity: string): boolean => {
    const wanted = [...integrity.matchAll(/(sha256|sha384|sha512)-([\w+/=-]+)/g)];
    try {
      return wanted.length === 0 || wanted.some(([, algorithm = '', value]) => hashOf(path, algorithm) === value);
    } catch {
      // A file that was removed meanwhile.
      return false;
    }
  };
}
