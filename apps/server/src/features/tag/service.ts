import { MAX_TAG_LENGTH, MAX_TAGS } from '@gofigr/contract';
import type { Trx } from '../../kernel/db/index.ts';
import { invalid } from '../../kernel/errors.ts';
import { objects, type Stamp, wire } from '../../kernel/objects/index.ts';
import { recordActivity } from '../activity/index.ts';
import { readTags, type Tag, writeTags } from './store.ts';

/** Tags to add to a figure and to remove from it. */
interface TagChange {
  add: readonly Tag[];
  remove: readonly Tag[];
}

/** Characters that no tag has: controls, and halves of characters. */
const FORBIDDEN = /[\p{Cc}\p{Cs}]/u;
/** At least one character of a tag can be seen. */
const VISIBLE = /[^\p{Z}\p{C}]/u;

/**
 * Tags of a request without surrounding spaces, in NFC and without duplicates. `field` names them in the error. Throws
 * `invalid_request`.
 */
export function cleanTags(texts: readonly string[], field = 'tags'): Tag[] {
  const byKey = new Map<string, Tag>();
  for (const [index, sent] of texts.entries()) {
    const text = sent.normalize('NFC').trim();
    const refuse = (why: string) => invalid(`${field}/${index}`, why);
    if (!VISIBLE.test(text)) throw refuse('is empty');
    if (FORBIDDEN.test(text)) throw refuse('contains a line break or another control character');
    if ([...text].length > MAX_TAG_LENGTH) throw refuse(`is longer than ${MAX_TAG_LENGTH} characters`);
    const key = tagKey(text);
    if (!byKey.has(key)) byKey.set(key, { key, text });
  }
  const tags = [...byKey.values()];
  checkNumber(tags, field);
  return tags;
}

/** The key that a tag is compared by. Lower-casing may decompose a character, so it is composed again. */
export const tagKey = (text: string): string => text.normalize('NFC').toLowerCase().normalize('NFC');

function checkNumber(tags: readonly Tag[], field = 'tags'): void {
  if (tags.length > MAX_TAGS) throw invalid(field, `a figure has at most ${MAX_TAGS} tags`);
}

/**
 * Adds and removes tags of a locked figure. A tag that it has in another case stays as it is. Returns whether something
 * changed, and the new tags. Throws `invalid_request` if they are too many.
 */
async function apply(trx: Trx, figureId: string, { add, remove }: TagChange) {
  const before = await readTags(trx, figureId);
  const byKey = new Map(before.map((tag) => [tag.key, tag]));
  for (const { key } of remove) byKey.delete(key);
  for (const tag of add) if (!byKey.has(tag.key)) byKey.set(tag.key, tag);
  const tags = [...byKey.values()].toSorted((a, b) => (a.key < b.key ? -1 : 1));
  checkNumber(tags);
  const isChanged = tags.length !== before.length || tags.some(({ text }, index) => text !== before[index]?.text);
  if (isChanged) await writeTags(trx, figureId, tags);
  return { isChanged, tags: tags.map(({ text }) => text) };
}

/** Adds tags to a locked figure in a publish, whose activity item stands for it. */
export async function addTags(trx: Trx, figureId: string, add: readonly Tag[]): Promise<void> {
  if (add.length > 0) await apply(trx, figureId, { add, remove: [] });
}

/**
 * Adds and removes tags of a figure that the caller may change, in the caller's transaction. Locks the figure, and
 * records the change as an update if there is one. Returns the new tags.
 */
export async function changeTags(trx: Trx, figureId: string, change: TagChange, stamp: Stamp): Promise<string[]> {
  const figure = await objects.lock(trx, figureId);
  const { isChanged, tags } = await apply(trx, figureId, change);
  if (!isChanged) return tags;
  await objects.update(trx, figureId, {}, stamp);
  const target = await objects.get(trx, figureId);
  await recordActivity(trx, { action: 'update', target, name: figure.name, analysisId: wire.parentId(figure), stamp });
  return tags;
}
