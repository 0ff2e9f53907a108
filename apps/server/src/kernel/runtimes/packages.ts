/** An npm package with scripts that published pages load from public addresses. */
export interface RuntimePackage {
  name: string;
  version: string;
  /** Hash of the package, as npm publishes it. */
  integrity: string;
  /** Files and folders of the package that we keep. */
  files: readonly string[];
  /** The file that a content network sends for the package itself. */
  main?: string;
  /** Other words for this version, such as `5` for the newest 5.x. */
  ranges?: readonly string[];
  /** More public addresses of `main`. */
  addresses?: readonly string[];
  /** Public addresses of the whole package. */
  folders?: readonly string[];
  /** Public addresses of other files. */
  others?: Readonly<Record<string, string>>;
}

const plotly = (version: string, integrity: string): RuntimePackage => ({
  name: 'plotly.js-dist-min',
  version,
  integrity,
  files: ['plotly.min.js'],
  main: 'plotly.min.js',
  addresses: [
    `https://cdn.plot.ly/plotly-${version}.min.js`,
    // plotly.py's notebook renderer imports it like this.
    `https://cdn.plot.ly/plotly-${version}.min`,
    `https://cdnjs.cloudflare.com/ajax/libs/plotly.js/${version}/plotly.min.js`,
  ],
});

const vega = (name: string, version: string, integrity: string, ranges: readonly string[] = []): RuntimePackage => ({
  name,
  version,
  integrity,
  files: [`build/${name}.min.js`],
  main: `build/${name}.min.js`,
  ranges,
});

/**
 * The scripts in the package, with at most 25 MB. The npm packages hold the same bytes as the content networks. Those of
 * plotly.js and MathJax were compared with published hashes: see the test.
 */
export const RUNTIME_PACKAGES: readonly RuntimePackage[] = [
  // plotly.py 5.24, 6.0 to 6.2, 6.5, 6.9 and 7.1
  plotly('2.35.2', 'sha512-oWDTf2kYOmTtEw3epeeSBdfH/H3OSktF0suST9oI6fIgKfbyd4MT7TPh8+CVzdHYllYon24Q0HI1hZjOnLqk6g=='),
  plotly('3.0.1', 'sha512-RReOqr6TfoHaTbVAoHR1UbTCOSRDsQ7Hbthd+3XAxOwaKmxCE3oejMhLG7urQSqWC65DAcSKV23kZd8e+7mG7w=='),
  plotly('3.3.1', 'sha512-ZxKM9DlEoEF3wBzGRPGHt6gWTJrm5N81J9AgX9UBX/Qjc9L4lRxtPBPq+RmBJWoA71j1X5Z1ouuguLkdoo88tg=='),
  plotly('3.7.0', 'sha512-IRWNnBJZmKss3URDnicBK2nvt/VTSi/MD1GnUscAYFjwSuN6g/CTde5R1UC0RYtblehj8rkT4BL8r05e/c8j5Q=='),
  plotly('4.1.1', 'sha512-4Jg6n9FKcn5WBuqHESZmueEBYOLjGlsz8ivzMCl03WCX+GAAOgIALvdONwIi54JDMq0tkxbu+vs5Yj7QSPQtgg=='),
  // altair 5
  vega(
    'vega',
    '5.33.0',
    'sha512-jNAGa7TxLojOpMMMrKMXXBos4K6AaLJbCgGDOw1YEkLRjUkh12pcf65J2lMSdEHjcEK47XXjKiOUVZ8L+MniBA==',
    ['5'],
  ),
  vega(
    'vega-lite',
    '5.20.1',
    'sha512-rpw6aT3NXR4bIdctPpK/V+FZAt1VNHMEnfF/TxaZDc4PDOzfYXiYOFf0zOMURUq/EyzFCkhBvtkf1MzmqlAz9g==',
    ['5'],
  ),
  vega(
    'vega-embed',
    '6.29.0',
    'sha512-PmlshTLtLFLgWtF/b23T1OwX53AugJ9RZ3qPE2c01VFAbgt3/GSNI/etzA/GzdrkceXFma+FDHNXUppKuM0U6Q==',
    ['6'],
  ),
  // altair 6: its releases name either version of Vega-Lite
  vega(
    'vega',
    '6.4.0',
    'sha512-rHXCq2LpEWCLMjXBEj7hocY9G0/i5TGYRayGGSj06VTF4+l2IG2Z7oeZKCjWbUh/7hTE/mVhbaOPB72wCElh6g==',
    ['6'],
  ),
  vega(
    'vega-lite',
    '6.1.0',
    'sha512-SgL/s0Ddoq2Do0GFd9pOMtJmWW1YOjht98v/fixnpnWi+7hijWRha1tAziDeQLOBwsv5NmjzrJXpYhedRAbv2A==',
  ),
  vega(
    'vega-lite',
    '6.4.1',
    'sha512-KO3ybHNouRK4A0al/+2fN9UqgTEfxrd/ntGLY933Hg5UOYotDVQdshR3zn7OfXwQ7uj0W96Vfa5R+QxO8am3IQ==',
    ['6'],
  ),
  vega(
    'vega-embed',
    '7.3.0',
    'sha512-wQ8s5GaSzqoKgmRfbRolgBrjE2CP7ZKHXqH7NijxMqPjpdWxSs4Dn8tvp9g0giQvh2cK+3p56sxjWWM0wNngGw==',
    ['7'],
  ),
  {
    name: 'mathjax',
    version: '2.7.5',
    integrity: 'sha512-OzsJNitEHAJB3y4IIlPCAvS0yoXwYjlo2Y4kmm9KQzyIBZt2d8yKRalby3uTRNN4fZQiGL2iMXjpdP1u2Rq2DQ==',
    // Only what plotly.py 5 and 6 ask for: TeX and MathML as SVG, with the font STIX-Web.
    files: [
      'MathJax.js',
      'config/TeX-AMS-MML_SVG.js',
      'config/TeX-AMS-MML_SVG-full.js',
      'config/TeX-AMS_SVG.js',
      'config/TeX-AMS_SVG-full.js',
      'config/Safe.js',
      'extensions',
      'jax/element',
      'jax/input/TeX',
      'jax/input/MathML',
      'jax/output/SVG/autoload',
      'jax/output/SVG/config.js',
      'jax/output/SVG/jax.js',
      'jax/output/SVG/fonts/STIX-Web',
      'jax/output/SVG/fonts/TeX',
    ],
    folders: ['https://cdnjs.cloudflare.com/ajax/libs/mathjax/2.7.5/', 'https://cdn.jsdelivr.net/npm/mathjax@2.7.5/'],
  },
  {
    name: 'mathjax',
    version: '3.2.2',
    integrity: 'sha512-Bt+SSVU8eBG27zChVewOicYs7Xsdt40qm4+UpHyX7k0/O9NliPc+x77k1/FEsPsjKPZGJvtRZM1vO+geW0OhGw==',
    files: [
      'es5/tex-svg.js',
      'es5/tex-svg-full.js',
      'es5/tex-mml-svg.js',
      'es5/tex-chtml.js',
      'es5/tex-chtml-full.js',
      'es5/tex-mml-chtml.js',
      'es5/input/tex/extensions',
      'es5/output/chtml/fonts',
    ],
    folders: [
      'https://cdn.jsdelivr.net/npm/mathjax@3/',
      'https://cdn.jsdelivr.net/npm/mathjax@3.2.2/',
      'https://unpkg.com/mathjax@3/',
      'https://cdnjs.cloudflare.com/ajax/libs/mathjax/3.2.2/',
    ],
    // plotly.py 7 asks for the first. This network minifies the files again; they do the same.
    others: Object.fromEntries(
      ['tex-svg', 'tex-svg-full', 'tex-mml-svg', 'tex-chtml', 'tex-chtml-full', 'tex-mml-chtml'].map((name) => [
        `https://cdnjs.cloudflare.com/ajax/libs/mathjax/3.2.2/es5/${name}.min.js`,
        `es5/${name}.js`,
      ]),
    ),
  },
];

/** Folder of a package among the runtimes, and in the addresses that this server serves. */
export const folderOf = ({ name, version }: RuntimePackage): string => `${name}@${version}`;
