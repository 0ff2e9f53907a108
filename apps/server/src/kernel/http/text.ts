import { IsArray, IsObject, IsUnion, IsUnknown, type TSchema } from 'typebox';
import { ApiError, invalid } from '../errors.ts';

/**
 * Rejects text that can't be stored unchanged: PostgreSQL stores no U+0000, and UTF-8 no half of a surrogate pair.
 * Skips free JSON, which is stored escaped, and fields that the schema doesn't have.
 */
export function checkText(schema: TSchema, value: unknown, path = ''): void {
  const below = (name: string | number) => (path === '' ? String(name) : `${path}.${name}`);
  if (IsUnknown(schema) || (IsUnion(schema) && schema.anyOf.some(IsUnknown))) return;
  if (IsUnion(schema)) for (const option of schema.anyOf) checkText(option, value, path);
  else if (typeof value === 'string') checkString(value, path);
  else if (IsArray(schema) && Array.isArray(value))
    for (const [index, item] of value.entries()) checkText(schema.items, item, below(index));
  else if (IsObject(schema) && typeof value === 'object' && value !== null) {
    const fields: Record<string, unknown> = { ...value };
    for (const [name, field] of Object.entries(schema.properties)) checkText(field, fields[name], below(name));
  }
}

/** Rejects path parameters that can't be stored: no object can have such a name. */
export function checkParams(params: unknown): void {
  // The router passes strings.
  for (const [name, value] of Object.entries(params as Record<string, string>)) {
    const fault = faultOf(value);
    if (fault) throw new ApiError('not_found', `${name}: ${fault}, so nothing is found there.`);
  }
}

function checkString(text: string, path: string): void {
  const fault = faultOf(text);
  if (fault) throw invalid(path || 'body', fault);
}

function faultOf(text: string): string | null {
  if (text.includes('\0')) return "can't contain the character U+0000 (NUL)";
  return text.isWellFormed() ? null : "can't contain half of a surrogate pair";
}
