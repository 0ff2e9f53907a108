import type { Page } from 'playwright-core';

/** Draws a small PNG in the page. Returns it in base64. */
export const plantPicture = (page: Page): Promise<string> =>
  page.evaluate(() => {
    const canvas = Object.assign(document.createElement('canvas'), { width: 96, height: 96 });
    const context = canvas.getContext('2d');
    context?.fillRect(24, 24, 48, 48);
    return canvas.toDataURL('image/png').replace(/^.*,/, '');
  });
