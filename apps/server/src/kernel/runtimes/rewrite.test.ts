import { expect, it } from 'vitest';
import { charsetOf } from './charset.ts';
import { type PageChanges, PageRewriter, rewritePage } from './rewrite.ts';

const PLOTLY = 'https://cdn.plot.ly/plotly-3.0.1.min.js';
const files = { [PLOTLY]: '/runtimes/p.js', 'https://cdn.jsdelivr.net/npm/vega@5': '/runtimes/v.js' };
const folders = [['https://cdnjs.cloudflare.com/ajax/libs/mathjax/2.7.5/', '/runtimes/m/']] as const;
const changes: PageChanges = {
  table: { files, folders },
  head: '<HEAD>',
  hasIntegrity: (_here, integrity) => integrity === '' || integrity === 'sha256-right',
  inData: { table: { files: { [PLOTLY]: 'http://here/p.js' }, folders: [] }, head: '<DATA>', hasIntegrity: () => true },
};
const MAP = `<script type="importmap">${JSON.stringify({ imports: files })}</script>`;
const rewrite = (page: string) => rewritePage(page, changes).replaceAll(MAP, '');

it.each([
  ['<script src="https://cdn.plot.ly/plotly-3.0.1.min.js"></script>', '/runtimes/p.js'],
  ['<SCRIPT charset=utf-8 SRC=https://cdn.plot.ly/plotly-3.0.1.min.js></SCRIPT>', '/runtimes/p.js'],
  ["<script src='//cdn.plot.ly/plotly-3.0.1.min.js'></script>", '/runtimes/p.js'],
  ['<script src="http://cdn.plot.ly/plotly-3.0.1.min.js?a=1#b"></script>', '/runtimes/p.js?a=1'],
  ['<script src="https://cdn.jsdelivr.net/npm/vega@5?noext"></script>', '/runtimes/v.js?noext'],
  [
    '<script src="https://cdnjs.cloudflare.com/ajax/libs/mathjax/2.7.5/MathJax.js?config=TeX-AMS-MML_SVG"></script>',
    '/runtimes/m/MathJax.js?config=TeX-AMS-MML_SVG',
  ],
  [`<script integrity="sha256-right" src="${PLOTLY}"></script>`, '/runtimes/p.js'],
])('asks this server for a known script: %s', (tag, here) => {
  expect(rewrite(tag)).toContain(`src="${here}"`);
  expect(rewrite(tag)).toContain('crossorigin="anonymous"');
  expect(rewrite(tag)).toMatch(/^<HEAD>/);
});

it.each([
  '<script src="https://cdn.plot.ly/plotly-9.9.9.min.js"></script>',
  `<script src="https://evil.example/?${PLOTLY}"></script>`,
  `<script integrity="sha256-other" src="${PLOTLY}"></script>`,
  `<script>const text = '<script src="${PLOTLY}">';</script>`,
  `<!-- <script src="${PLOTLY}"></script> --><p title='<script src="${PLOTLY}">'>&lt;script src="${PLOTLY}"&gt;</p>`,
  `<textarea><script src="${PLOTLY}"></script></textarea>`,
  `<img src="${PLOTLY}"><a href="${PLOTLY}">x</a>`,
  '<p class=a   id = "b">Größe &amp; &nbsp;<br/><b>x',
  '<svg><path d="M0 0"/><![CDATA[ <script> ]]></svg>',
])('leaves all other text as it is: %s', (page) => {
  expect(rewrite(page).replace('<HEAD>', '')).toBe(page);
});

it.each([
  ['<!doctype html>\n<html lang="de"><p>x', '<!doctype html><HEAD>\n<html lang="de"><p>x'],
  ['\n <!-- c --><!DOCTYPE html><p>', '\n <!-- c --><!DOCTYPE html><HEAD><p>'],
  ['<p>no doctype', '<HEAD><p>no doctype'],
  ['plain', '<HEAD>plain'],
  ['', '<HEAD>'],
])('adds its scripts after the doctype, which keeps its meaning: %j', (page, shown) => {
  expect(rewrite(page)).toBe(shown);
});

it('gives the same page however the chunks fall', () => {
  const page = `<!doctype html><p>ü</p><script src="${PLOTLY}"></script><script>let a = "</p>";</script><iframe srcdoc="<b>1"></iframe>`;
  const whole = rewritePage(page, changes);
  for (let size = 1; size < 40; size++) {
    const rewriter = new PageRewriter(changes);
    let text = '';
    for (let at = 0; at < page.length; at += size) text += rewriter.feed(page.slice(at, at + size));
    expect(text + rewriter.finish(), `chunks of ${size}`).toBe(whole);
  }
});

it('gives modules the known addresses, also beside a table of the page itself', () => {
  expect(rewritePage('<script type=module>import "x"</script>', changes)).toContain(`${MAP}<script type=module>`);
  const own = `<script type="importmap">{"imports":{"plotly":"${PLOTLY}","a":"./a.js"},"scopes":{"/b/":{}}}</script>`;
  const [, merged = ''] = /importmap">(.*?)<\/script>/.exec(rewritePage(`${own}<script>1</script>`, changes)) ?? [];
  expect(JSON.parse(merged)).toEqual({
    imports: { ...files, plotly: '/runtimes/p.js', a: './a.js' },
    scopes: { '/b/': {} },
  });
  for (const bad of ['{"imports":', 'null', '[]'])
    expect(rewritePage(`<script type=importmap>${bad}</script>`, changes)).toContain('</script>');
});

it('rewrites pages in frames of the page, but not any number of them', () => {
  const tag = `<script src='${PLOTLY}'></script>`;
  expect(rewrite(`<iframe srcdoc="${tag}"></iframe>`)).toMatch(/srcdoc="<HEAD>.*\/runtimes\/p\.js/);
  for (const body of [`,${encodeURIComponent(tag)}`, `;charset=utf-8;base64,${Buffer.from(tag).toString('base64')}`]) {
    const [, base64 = ''] = /base64,([^"]*)"/.exec(rewrite(`<iframe src="data:text/html${body}"></iframe>`)) ?? [];
    expect(Buffer.from(base64, 'base64').toString()).toMatch(/^<DATA>.*http:\/\/here\/p\.js/s);
  }
  let deep = tag;
  for (let level = 0; level < 9; level++)
    deep = `<iframe srcdoc="${deep.replaceAll('&', '&amp;').replaceAll('"', '&quot;')}"></iframe>`;
  expect(rewrite(deep)).toContain('/runtimes/p.js');
  const many = rewrite('<iframe srcdoc="x"></iframe>'.repeat(10_000));
  expect(many.split('<HEAD>').length - 1).toBe(51);
});

it.each([
  [[0xef, 0xbb, 0xbf, 0x3c], 'utf-8'],
  [[0xff, 0xfe, 0x3c, 0], 'utf-16le'],
  [[0xfe, 0xff, 0, 0x3c], 'utf-16be'],
  [[...Buffer.from('<meta charset="iso-8859-1">')], 'windows-1252'],
  [[...Buffer.from('<meta http-equiv=Content-Type content="text/html; charset=Shift_JIS">')], 'shift_jis'],
  [[...Buffer.from('<meta charset=utf-16>')], 'utf-8'],
  [[...Buffer.from('<meta charset=nonsense>')], 'utf-8'],
  [[...Buffer.from('<p>')], 'utf-8'],
])('finds the encoding of a page (%#)', async (start, encoding) => {
  expect(await charsetOf([Uint8Array.from(start)])).toBe(encoding);
});
