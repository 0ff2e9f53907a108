import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Proof, plant, startTestServer, type TestServer } from '../../testing/index.ts';

let test: TestServer;
let proof: Proof;
let figure: string;
beforeAll(async () => {
  test = await startTestServer();
  const ada = await test.account();
  ({ proof } = ada);
  ({ figure } = await plant(test, proof, ada.workspace));
});
afterAll(() => test.close());

/** Publishes a page; returns the answer in the frame. */
async function shown(bytes: Uint8Array | string) {
  const data = [
    { name: 'p', type: 'image', metadata: { format: 'html' }, data: Buffer.from(bytes).toString('base64') },
  ];
  const { body } = await test.call('POST', 'revision/', { figure, metadata: {}, data }, proof);
  const { body: link } = await test.call('POST', `data/${body.data[0].api_id}/view/`, undefined, proof);
  return test.call('GET', link.url);
}

it('a page in the frame may load what charts load, and nothing of the app', async () => {
  const { headers, text } = await shown('<!doctype html><p>x</p>');
  const policy = String(headers['content-security-policy']);
  const directive = (name: string) =>
    policy
      .split('; ')
      .find((one) => one.startsWith(`${name} `))
      ?.split(' ')
      .slice(1);
  expect(directive('sandbox')).toEqual(['allow-scripts', 'allow-popups', 'allow-downloads']);
  expect(directive('default-src')).toEqual(["'none'"]);
  // Of this server, only the runtimes.
  const own = directive('script-src')?.filter((source) => source.includes('/'));
  expect(own).toEqual([expect.stringMatching(/^[\w.-]+(:\d+)?\/runtimes\/$/)]);
  expect(policy).not.toMatch(/'self'.*frame-ancestors|http:|\*/);
  expect(directive('worker-src')).toEqual(['blob:', 'data:']);
  expect(directive('frame-src')).toEqual(['blob:', 'data:']);
  expect(directive('media-src')).toEqual(['https:', 'data:', 'blob:']);
  expect(text).toMatch(/^<!doctype html><script>.*<\/script><p>x<\/p>$/s);
  expect(text.match(/<\/script>/g)).toHaveLength(1);
});

it.each([
  ['UTF-8', Buffer.from('<p>Größe µ</p>')],
  ['UTF-16', Buffer.from('\ufeff<p>Größe µ</p>', 'utf16le')],
  ['Latin-1', Buffer.from('<meta charset="iso-8859-1"><p>Größe µ</p>', 'latin1')],
])('a page in %s is shown in UTF-8, as the header says', async (_name, bytes) => {
  const { headers, text } = await shown(bytes);
  expect(headers['content-type']).toBe('text/html; charset=utf-8');
  expect(text).toContain('<p>Größe µ</p>');
});

it('serves runtimes to every origin, but nothing else below their path', async () => {
  const paths = ['none.js', '..%2f..%2fpackage.json', '%2e%2e/secrets/content-links', 'added/x', 'vega@5.33.0/..%2f..'];
  for (const path of paths) {
    const answer = await test.call('GET', `/runtimes/${path}`);
    expect([path, answer.status]).toEqual([path, 404]);
  }
});
