import type { Plugin } from 'vite';

const PRELOAD = /<link rel="modulepreload" crossorigin href="([^"]+)">/g;
const ENTRY = /\s*<script type="module" crossorigin src="([^"]+)"><\/script>/;

/** `async`: each is evaluated in a task of its own. `high`: as soon as the browser loads other scripts. */
const scriptOf = (url: string): string =>
  `<script type="module" async fetchpriority="high" crossorigin src="${url}"></script>`;

/**
 * Lets the browser evaluate named parts of the app's code in tasks of their own, before the app starts. All at once would
 * block the page on slow processors. A part that is late is evaluated with the app, as without this.
 */
export function separateParts(names: readonly string[]): Plugin {
  return {
    name: 'separate-parts',
    apply: 'build',
    transformIndexHtml: { order: 'post', handler: (html) => separated(html, names) },
  };
}

export function separated(html: string, names: readonly string[]): string {
  const [tag, entry] = ENTRY.exec(html) ?? [];
  if (tag === undefined || entry === undefined) throw new Error('index.html has no script of the app');
  return (
    html
      .replace(tag, '')
      .replaceAll(PRELOAD, (link, url: string) =>
        names.some((name) => url.includes(`/${name}-`)) ? scriptOf(url) : link,
      )
      // The app needs the element that it draws into.
      .replace('</body>', `  ${scriptOf(entry)}\n  </body>`)
  );
}
