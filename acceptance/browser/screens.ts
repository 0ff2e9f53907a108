import { mkdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { AxeResults } from 'axe-core';
import type { Page } from 'playwright-core';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** Folder for the screenshots; '' to take none and check no pages. */
const folder = process.env['SCREENSHOT_DIR'] ?? 'test-results/screens';
const WIDE = { width: 1440, height: 900 };
const PHONE = { width: 390, height: 844 };
/** Sizes and themes, in the fastest order from the state that tests leave: wide and light. */
const LOOKS = [
  { size: WIDE, colorScheme: 'light' },
  { size: PHONE, colorScheme: 'light' },
  { size: PHONE, colorScheme: 'dark' },
  { size: WIDE, colorScheme: 'dark' },
] as const;

/** Returns the elements that make the page scroll sideways. */
function overflowing(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const width = document.documentElement.clientWidth;
    if (document.documentElement.scrollWidth <= width) return [];
    return [...document.querySelectorAll('body *')]
      .filter((element) => element.getBoundingClientRect().right > width + 1)
      .map((element) => `${element.tagName.toLowerCase()}.${element.className}`)
      .slice(0, 5);
  });
}

/** Returns the violations on the current page that axe-core calls serious or critical. */
async function barriers(page: Page): Promise<string[]> {
  if (!(await page.evaluate(() => 'axe' in globalThis))) await page.evaluate(axe);
  const { violations } = await page.evaluate(() =>
    (globalThis as unknown as { axe: { run(): Promise<AxeResults> } }).axe.run(),
  );
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.html.slice(0, 160)} ${node.any[0]?.message ?? ''}`));
}

/**
 * Takes screenshots of the current page in both sizes and both themes. Returns the problems in any of them: elements
 * that overflow sideways and violations of accessibility.
 */
export async function screens(page: Page, name: string): Promise<string[]> {
  if (folder === '') return [];
  mkdirSync(folder, { recursive: true });
  // A page that still loads would change during the checks.
  await page.waitForFunction(() => document.querySelector('.mantine-Skeleton-root') === null);
  const found: string[] = [];
  for (const { size, colorScheme } of LOOKS) {
    await page.setViewportSize(size);
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    // Waits longer after a change of theme, because scrolling layers are painted late.
    await page.waitForTimeout(size === PHONE && colorScheme === 'dark' ? 300 : 120);
    const look = `${name}-${size.width}-${colorScheme}`;
    await page.screenshot({ path: join(folder, `${look}.png`), fullPage: true });
    for (const what of await overflowing(page)) found.push(`${look}: too wide: ${what}`);
    // Checks each theme and each width once, because colours don't depend on the width.
    if ((size === WIDE) === (colorScheme === 'light'))
      for (const what of await barriers(page)) found.push(`${look}: ${what}`);
  }
  await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' });
  await page.setViewportSize(WIDE);
  return found;
}
