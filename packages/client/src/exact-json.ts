interface Reviving {
  source?: string;
}
interface RawJson {
  rawJSON?: (text: string) => unknown;
  parse(text: string, reviver: (key: string, value: unknown, context?: Reviving) => unknown): unknown;
}
const { rawJSON, parse } = JSON as RawJson; // newer than the types

/**
 * Parses JSON so that `JSON.stringify` writes every number unchanged, including `1.0` and numbers of 20 digits.
 * Metadata must arrive as it was sent. Node before 22 can't do this: it writes such numbers in JavaScript's way.
 */
export function parseExact(text: string): unknown {
  if (!rawJSON) return JSON.parse(text);
  return parse(text, (_key, value, context) => {
    const source = context?.source;
    return typeof value === 'number' && source !== undefined && source !== String(value) ? rawJSON(source) : value;
  });
}
