import { hash } from 'node:crypto';
import { escapeHtml } from '../../../kernel/html.ts';

const STYLE = [
  ':root { color-scheme: light dark; }',
  '* { box-sizing: border-box; }',
  'body { margin: 0; font: 16px/1.5 system-ui, sans-serif; color: CanvasText; background: Canvas; }',
  'main { max-width: 1100px; margin: 0 auto; padding: 16px; }',
  'h1 { font-size: 1.25rem; line-height: 1.3; margin: 0 0 12px; overflow-wrap: anywhere; }',
  'img { display: block; max-width: 100%; height: auto; margin: 0 auto; background: #fff; }',
  'p { margin: 12px 0 0; font-size: 0.875rem; color: GrayText; }',
  // Inside the page of others, whose height is fixed, everything is visible at once.
  'figure { margin: 0; height: 100vh; display: flex; flex-direction: column; }',
  'figure a { flex: 1; min-height: 0; }',
  'figure img { width: 100%; height: 100%; object-fit: contain; }',
  'figcaption { padding: 4px 8px; font-size: 0.75rem; white-space: nowrap; overflow: hidden; text-overflow: ellipsis; }',
].join('\n');

const policy = (ancestors: string): string =>
  [
    "default-src 'none'",
    "img-src 'self'",
    `style-src 'sha256-${hash('sha256', STYLE, 'base64')}'`,
    "base-uri 'none'",
    "form-action 'none'",
    `frame-ancestors ${ancestors}`,
  ].join('; ');

/** Policies of the page, and of the one that pages of any site can frame. Neither runs scripts. */
export const PAGE_POLICY = policy("'none'");
export const EMBED_POLICY = policy('*');

const MADE_WITH = 'Made with GoFigr';

const documentOf = (title: string, head: string, body: string): string => `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex, nofollow">
<title>${escapeHtml(title)}</title>
${head}<style>${STYLE}</style>
</head>
<body>
${body}
</body>
</html>
`;

/** A page that shows the picture behind a token. */
interface Shown {
  token: string;
  title: string;
  /** False if the newest revision has no picture, or none that can be drawn. */
  hasPicture: boolean;
}

/** The picture, which leads to a larger one. */
const pictureOf = ({ token, title, hasPicture }: Shown): string =>
  !hasPicture
    ? '<p>It has no picture that can be shown yet.</p>'
    : `<a href="/p/${token}/image.png" target="_blank" rel="noreferrer"><img src="/p/${token}/image.png?size=1024" alt="${escapeHtml(title)}"></a>`;

/** A page with the picture and its title; chats preview it. */
export function picturePage(shown: Shown, publicUrl: URL): string {
  const { token, title } = shown;
  const tags: [name: string, content: string][] = [
    ['og:title', title],
    ['og:type', 'website'],
    ['og:site_name', 'GoFigr'],
    ['og:url', new URL(`/p/${token}`, publicUrl).href],
    ['og:image', new URL(`/p/${token}/image.png?size=1024`, publicUrl).href],
    ['twitter:card', 'summary_large_image'],
  ];
  const head = tags.map(([name, content]) => `<meta property="${name}" content="${escapeHtml(content)}">\n`).join('');
  return documentOf(
    title,
    head,
    `<main>
<h1 dir="auto">${escapeHtml(title)}</h1>
${pictureOf(shown)}
<p>${MADE_WITH}</p>
</main>`,
  );
}

/** The picture with a caption, for a frame in another page. */
export const embeddedPicture = (shown: Shown): string =>
  documentOf(
    shown.title,
    '',
    `<figure>
${pictureOf(shown)}
<figcaption dir="auto">${escapeHtml(shown.title)} · ${MADE_WITH}</figcaption>
</figure>`,
  );

/** The same for links that never were, that have expired, and that were withdrawn. */
export const NO_PICTURE = documentOf(
  'No picture',
  '',
  `<main>
<h1>There is no picture here</h1>
<p>The link is wrong, or it has ended. Ask the person who gave it to you for a new one.</p>
</main>`,
);
