import { expect, test } from 'vitest';
import { separated } from './separate-parts.ts';

const page = (head: string[], body: string[]) =>
  ['<head>', ...head, '</head>', '<body>', '<div id="root"></div>', ...body, '</body>'].join('\n');
const link = (name: string) => `<link rel="modulepreload" crossorigin href="/assets/${name}">`;
const script = (name: string) =>
  `<script type="module" async fetchpriority="high" crossorigin src="/assets/${name}"></script>`;

test('named parts become scripts of their own, and the app comes after its element', () => {
  const entry = '<script type="module" crossorigin src="/assets/index-A.js"></script>';
  const html = page([entry, link('libraries-B.js'), link('common-C.js')], []);
  expect(separated(html, ['libraries', 'shared'])).toBe(
    page([script('libraries-B.js'), link('common-C.js')], [`  ${script('index-A.js')}`]).replace(
      '\n</body>',
      '\n  </body>',
    ),
  );
});

test('a page without the app is none', () => {
  expect(() => separated(page([], []), ['shared'])).toThrow('no script of the app');
});
