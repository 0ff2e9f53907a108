import { describe, expect, it } from 'vitest';
import { clientConfig, readyLines } from './ready-lines.ts';

const key = {
  token: 'gf_x',
  name: 'lab\nserver',
  rights: 'Publish, Lab',
  workspace: 'w',
  server: 'https://h.example/',
};
const textOf = (value: string) =>
  readyLines(key)
    .find((ready) => ready.value === value)!
    .steps.map(({ text }) => text)
    .join('\n');

describe('the .gofigr file', () => {
  it('holds the key, the workspace and the URL without a final slash', () => {
    expect(JSON.parse(clientConfig(key))).toEqual({ api_key: 'gf_x', workspace: 'w', url: 'https://h.example' });
  });
  it('has no workspace if there is none', () => {
    expect(clientConfig({ ...key, workspace: undefined })).not.toContain('workspace');
  });
});

describe('the ready lines', () => {
  it('hold the secret only where it is stored, never in code and workflows', () => {
    const holding = readyLines(key).filter(({ steps }) => steps.some(({ text }) => text.includes('gf_x')));
    expect(holding.map(({ value }) => value)).toEqual(['file', 'shell']);
  });
  it.each(['shell', 'github', 'gitlab', 'snakemake', 'notebook', 'r', 'typescript'])(
    'of %s say in one line which key it is and what it may do',
    (value) => {
      expect(textOf(value)).toMatch(/^(#|\/\/) GoFigr key “lab server”: Publish, Lab$/m);
    },
  );
  it('point the addresses of gofigR at this server', () => {
    expect(textOf('r')).toContain('server <- "https://h.example"');
    for (const name of ['APP_URL', 'APP_SHORT_URL', 'get_app_url', 'get_app_short_url'])
      expect(textOf('r')).toMatch(new RegExp(`\\b${name} = `));
  });
});
