import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';

const folder = process.env['SCREENSHOT_DIR'] ?? 'test-results/screens';
const SIZES = [
  { width: 1440, height: 900 },
  { width: 390, height: 844 },
];

/** What is wider than the window, as far as it makes the page scroll sideways. */
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

/** Pictures of the page as it is now, in both sizes and both themes. Gives what overflows sideways in any of them. */
export async function screens(page: Page, name: string): Promise<string[]> {
  mkdirSync(folder, { recursive: true });
  const found: string[] = [];
  for (const viewport of SIZES) {
    await page.setViewportSize(viewport);
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      await page.waitForTimeout(150);
      await page.screenshot({ path: join(folder, `${name}-${viewport.width}-${colorScheme}.png`), fullPage: true });
    }
    for (const what of await overflowing(page)) found.push(`${name} at ${viewport.width}: ${what}`);
  }
  await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' });
  await page.setViewportSize(SIZES[0] ?? { width: 1440, height: 900 });
  return found;
}
