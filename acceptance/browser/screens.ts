import { mkdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { AxeResults } from 'axe-core';
import type { Page } from 'playwright-core';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** A folder for pictures of every page. Without one the pages are looked at all the same; with '' they are not. */
const folder = process.env['SCREENSHOT_DIR'];
const WIDE = { width: 1440, height: 900 };
const PHONE = { width: 390, height: 844 };
/**
 * In the order in which they are quickest to reach from the page as the tests leave it: wide and light. Each theme and each
 * width is checked once: colours don't depend on the width.
 */
const LOOKS = [
  { size: WIDE, colorScheme: 'light', isChecked: true },
  { size: PHONE, colorScheme: 'light', isChecked: false },
  { size: PHONE, colorScheme: 'dark', isChecked: true },
  { size: WIDE, colorScheme: 'dark', isChecked: false },
] as const;

type Look = (typeof LOOKS)[number];

/** What is wider than the window, as far as it makes the page scroll sideways. */
function overflowing(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const width = document.documentElement.clientWidth;
    if (document.documentElement.scrollWidth <= width) return [];
    return [...document.querySelectorAll('body *')]
      .filter((element) => element.getBoundingClientRect().right > width + 1)
      .map((element) => `too wide: ${element.tagName.toLowerCase()}.${element.className}`)
      .slice(0, 5);
  });
}

/** What axe-core calls serious or critical on the page as it is. */
async function barriers(page: Page): Promise<string[]> {
  if (!(await page.evaluate(() => 'axe' in globalThis))) await page.evaluate(axe);
  const { violations } = await page.evaluate(() =>
    (globalThis as unknown as { axe: { run(options: object): Promise<AxeResults> } }).axe.run({
      resultTypes: ['violations'],
    }),
  );
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.html.slice(0, 160)} ${node.any[0]?.message ?? ''}`));
}

/** Shows the page in another size and theme, and waits until it has been laid out anew. */
async function show(page: Page, { size, colorScheme }: Look): Promise<void> {
  await page.setViewportSize(size);
  await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
  await page.waitForFunction((theme) => document.documentElement.dataset['mantineColorScheme'] === theme, colorScheme);
  await page.evaluate(async () => {
    for (let frame = 0; frame < 2; frame += 1) await new Promise(requestAnimationFrame);
    await Promise.allSettled(document.getAnimations().map(({ finished }) => finished));
  });
}

/**
 * Looks at the page as it is now, in both sizes and both themes. Gives what is wrong with it: what overflows sideways, and
 * what keeps people out. Takes pictures of all four where there is a folder for them.
 */
export async function screens(page: Page, name: string): Promise<string[]> {
  if (folder === '') return [];
  if (folder) mkdirSync(folder, { recursive: true });
  // A page that still loads would change while it is looked at.
  await page.waitForFunction(() => document.querySelector('.mantine-Skeleton-root') === null);
  const found: string[] = [];
  for (const look of LOOKS.filter(({ isChecked }) => isChecked || folder)) {
    await show(page, look);
    const label = `${name}-${look.size.width}-${look.colorScheme}`;
    if (folder) {
      // Layers that scroll by themselves are painted late after a change of theme.
      await page.waitForTimeout(300);
      await page.screenshot({ path: join(folder, `${label}.png`), fullPage: true });
    }
    if (!look.isChecked) continue;
    for (const what of [...(await overflowing(page)), ...(await barriers(page))]) found.push(`${label}: ${what}`);
  }
  await show(page, LOOKS[0]);
  return found;
}
