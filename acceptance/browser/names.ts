import type { Page } from 'playwright-core';
import type { Ask } from './plant.ts';

/** The longest names that the server takes: of objects, of API keys, of people. */
const LONGEST = 1024;
const LIMITS: Record<string, number> = { api_key: 200, user: 150 };

/** The widest name: a letter without a place to break. */
export const WIDE = 'W'.repeat(LONGEST);

const fill = (text: string): string => text.repeat(Math.ceil(LONGEST / text.length)).slice(0, LONGEST);

/** Names in many scripts, and those that try to leave their place. */
export const NAMES = {
  wide: WIDE,
  short: 'i',
  arabic: fill('رسم_بياني_طويل'),
  hebrew: fill('תרשים ארוך מאוד (2) '),
  chinese: fill('很长的图表名称'),
  emoji: fill('👩‍👩‍👧‍👦'),
  // Marks above and below each letter, higher than a line.
  stacked: fill(`Z${'\u0300\u0316\u0489\u0335'.repeat(6)}`),
  overridden: `\u202E${'gnp.exe '.repeat(80)}`,
  markup: fill('<b>"&amp;\'</b><img src=x>'),
  lines: fill('first\nsecond\tthird'),
};

/** Sends requests with the widest name instead of each name in a body, as far as the server takes it. */
export const withWideNames =
  (ask: Ask): Ask =>
  (method, path, body) =>
    ask(method, path, body && (widened(body, LIMITS[path.split('/')[0] ?? ''] ?? LONGEST) as object));

function widened(value: unknown, limit: number): unknown {
  if (Array.isArray(value)) return value.map((item) => widened(item, limit));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, member]) => [
      key,
      /^(name|description|study|first_name|last_name)$/.test(key) ? WIDE.slice(0, limit) : widened(member, limit),
    ]),
  );
}

/** Shows another name wherever the page shows the widest one. Returns the places that ignore the name's direction. */
export function rename(page: Page, name: string): Promise<string[]> {
  return page.evaluate((to) => {
    const known = ((globalThis as unknown as { renamed?: Set<Text> }).renamed ??= new Set());
    const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node = texts.nextNode(); node; node = texts.nextNode())
      if (/W{100}/.test(node.textContent ?? '') && !node.parentElement?.closest('option')) known.add(node as Text);
    const shown = [...known].filter((text) => text.isConnected);
    for (const text of shown) {
      const original = ((text as Text & { original?: string }).original ??= text.data);
      text.data = original.replaceAll(/W{100,}/g, ({ length }) => to.slice(0, length));
    }
    return (
      shown
        // Usernames are not written in other scripts.
        .filter((text) => ((text as Text & { original?: string }).original ?? '').includes('W'.repeat(151)))
        .filter(
          (text) => !text.parentElement?.closest('[dir="auto"], bdi, pre, style') && !text.data.includes('\u2068'),
        )
        .map((text) => `no direction: ${text.parentElement?.outerHTML.slice(0, 160)}`)
    );
  }, name);
}
