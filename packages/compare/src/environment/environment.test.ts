import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { diffPackages } from './diff-packages.ts';
import { readPackages } from './read-packages.ts';
import { compareVersions } from './versions.ts';

/** In the order of PEP 440, then versions of R and semantic versions. */
const ORDERED = [
  [
    '1.dev0',
    '1.0.dev456',
    '1.0a1',
    '1.0a2.dev456',
    '1.0a12.dev456',
    '1.0a12',
    '1.0b1.dev456',
    '1.0b2',
    '1.0b2.post345.dev456',
  ],
  [
    '1.0b2.post345',
    '1.0rc1.dev456',
    '1.0rc1',
    '1.0',
    '1.0+abc.5',
    '1.0+abc.7',
    '1.0+5',
    '1.0.post456.dev34',
    '1.0.post456',
  ],
  ['1.0.post456', '1.0.15', '1.1.dev1', '1.1', '1.9', '1.10', '1.26.4', '2.0.0', '2024.1', '1!0.5'],
  ['1.2-3', '1.2-10', '1.3'],
  ['4.0.0-alpha.1', '4.0.0-alpha.2', '4.0.0-beta', '4.0.0', 'v4.0.1'],
];

describe('versions', () => {
  test('have the order of PEP 440, semantic versions and R', () => {
    for (const versions of ORDERED)
      for (const [index, older] of versions.entries())
        for (const newer of versions.slice(index + 1)) {
          expect(compareVersions(older, newer), `${older} < ${newer}`).toBeLessThan(0);
          expect(compareVersions(newer, older), `${newer} > ${older}`).toBeGreaterThan(0);
        }
  });

  test('with more zeros are the same', () => {
    for (const [a, b] of [
      ['1.0', '1.0.0'],
      ['1', '1.0'],
      ['v2.1', '2.1'],
      ['1.0rc1', '1.0.c1'],
      ['01.2', '1.02'],
    ] as const)
      expect(compareVersions(a, b), `${a} = ${b}`).toBe(0);
  });

  test('of any text have an order that turns around', () => {
    const version = fc.string({ unit: fc.constantFrom('0', '1', '9', '.', 'a', 'rc', 'dev', '+', '-', 'post', 'x') });
    fc.assert(
      fc.property(version, version, (a, b) => {
        expect(Math.sign(compareVersions(a, b))).toBe(-Math.sign(compareVersions(b, a)) + 0);
        expect(compareVersions(a, a)).toBe(0);
      }),
      { numRuns: 2000 },
    );
  });
});

const PIP = `numpy==1.26.4
Foo_Bar==1.0
pandas==2.2.0
mine @ git+https://example.org/mine@0a1b2c
-e /home/ada/tool  # tool==0.3
# comment
`;

const SESSION = `R version 4.5.1 (2025-06-13)
Platform: x86_64-pc-linux-gnu
Running under: Debian GNU/Linux 12 (bookworm)

locale:
[1] LC_CTYPE=en_US.UTF-8

attached base packages:
[1] stats     graphics  grDevices

other attached packages:
[1] gofigR_2.0.2 ggplot2_3.5.1

loaded via a namespace (and not attached):
 [1] R6_2.5.1         magrittr_2.0.3   data.table_1.15-4
`;

describe('packages', () => {
  test('are read from the lists of pip, conda and R', () => {
    expect(readPackages('pip freeze', PIP)?.packages).toEqual([
      { name: 'numpy', version: '1.26.4' },
      { name: 'Foo_Bar', version: '1.0' },
      { name: 'pandas', version: '2.2.0' },
      { name: 'mine', version: 'git+https://example.org/mine@0a1b2c' },
      { name: 'tool', version: '0.3' },
    ]);
    expect(readPackages('conda list', '# packages\npython=3.12.1=hab00_0\n_libgcc_mutex=0.1=main\n')?.packages).toEqual(
      [
        { name: 'python', version: '3.12.1' },
        { name: '_libgcc_mutex', version: '0.1' },
      ],
    );
    expect(
      readPackages('conda list', '# Name  Version  Build\nnumpy    1.26.4  py312h   conda-forge\n')?.packages,
    ).toEqual([{ name: 'numpy', version: '1.26.4' }]);
    expect(readPackages('sessionInfo', SESSION)?.packages).toEqual([
      { name: 'R', version: '4.5.1' },
      { name: 'gofigR', version: '2.0.2' },
      { name: 'ggplot2', version: '3.5.1' },
      { name: 'R6', version: '2.5.1' },
      { name: 'magrittr', version: '2.0.3' },
      { name: 'data.table', version: '1.15-4' },
    ]);
    expect(readPackages('notes', PIP)).toBeUndefined();
  });

  test('are added, removed, up, down and changed', () => {
    const other = PIP.replace('1.26.4', '2.0.0').replace('Foo_Bar==1.0', 'foo-bar==0.9').replace('0a1b2c', '3d4e5f');
    const diff = diffPackages(
      [{ name: 'pip freeze', text: PIP }],
      [{ name: 'pip freeze', text: other.replace('pandas==2.2.0', 'polars==1.0') }],
    );
    expect(diff).toMatchObject({ equal: false, sources: ['pip'], added: 1, removed: 1, up: 1, down: 1, changed: 1 });
    expect(diff.changes).toEqual([
      { source: 'pip', name: 'foo-bar', kind: 'down', a: '1.0', b: '0.9' },
      {
        source: 'pip',
        name: 'mine',
        kind: 'changed',
        a: 'git+https://example.org/mine@0a1b2c',
        b: 'git+https://example.org/mine@3d4e5f',
      },
      { source: 'pip', name: 'numpy', kind: 'up', a: '1.26.4', b: '2.0.0' },
      { source: 'pip', name: 'pandas', kind: 'removed', a: '2.2.0' },
      { source: 'pip', name: 'polars', kind: 'added', b: '1.0' },
    ]);
  });

  test('that only one revision lists are not called equal, nor all added', () => {
    expect(diffPackages([], [{ name: 'pip freeze', text: PIP }])).toMatchObject({
      equal: false,
      sources: [],
      only_b: ['pip'],
      added: 0,
    });
    expect(diffPackages([], [])).toMatchObject({ equal: true });
  });
});
