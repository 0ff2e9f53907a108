/** The fields of a new key that its ready lines name. */
export interface ReadyKey {
  token: string;
  name: string;
  /** `Publish, Lab` */
  rights: string;
  workspace: string | undefined;
  /** Public address of the server. */
  server: string;
}

interface Step {
  /** Sentence before the lines. */
  say: string;
  /** Name of the lines; completes "Copy …". */
  label: string;
  text: string;
  /** Name of a file to download. */
  file?: string;
}

interface Ready {
  value: string;
  label: string;
  steps: Step[];
}

const bare = (url: string): string => url.replace(/\/+$/, '');

/** Returns the text of `.gofigr`, which all clients read in the home directory. */
export const clientConfig = ({ token, workspace, server }: Pick<ReadyKey, 'token' | 'workspace' | 'server'>): string =>
  `${JSON.stringify({ api_key: token, ...(workspace ? { workspace } : {}), url: bare(server) }, null, 2)}\n`;

const lines = (...all: (string | false | undefined)[]): string =>
  all.filter((line) => typeof line === 'string').join('\n');

/** Returns the lines that each kind of client needs for a new key. */
export function readyLines(key: ReadyKey): Ready[] {
  const { token, workspace } = key;
  const server = bare(key.server);
  // A line break in the name would end the comment.
  const about = `GoFigr key “${key.name.replace(/\s+/g, ' ')}”: ${key.rights.replace(/\s+/g, ' ')}`;
  const yaml = (indent: string) =>
    lines(`${indent}GF_URL: ${server}`, workspace && `${indent}GF_WORKSPACE: ${workspace}`);
  const config: Step = {
    say: 'Save this as ~/.gofigr (on Windows %USERPROFILE%\\.gofigr). A downloaded copy loses its leading dot, so rename it.',
    label: 'the .gofigr file',
    text: clientConfig(key),
    file: '.gofigr',
  };
  const exported = lines(
    `# ${about}`,
    `export GF_URL="${server}"`,
    `export GF_API_KEY="${token}"`,
    workspace && `export GF_WORKSPACE="${workspace}"`,
  );
  const afterFile =
    'Save the file of the first tab. The key does not belong into code: GoFigr keeps the code of a figure.';
  return [
    { value: 'file', label: '~/.gofigr', steps: [config] },
    {
      value: 'shell',
      label: 'Shell',
      steps: [
        { say: 'For one session, or for a file that only you can read:', label: 'the shell lines', text: exported },
      ],
    },
    {
      value: 'github',
      label: 'GitHub Actions',
      steps: [
        {
          say: 'Store the key as a secret of the repository. This asks for it, so that it stays out of the history:',
          label: 'the command',
          text: 'gh secret set GF_API_KEY',
        },
        {
          say: 'Then, in .github/workflows/figures.yml:',
          label: 'the workflow',
          text: lines(
            `# ${about}`,
            'on: push',
            'jobs:',
            '  figures:',
            '    runs-on: ubuntu-latest',
            '    env:',
            yaml('      '),
            // biome-ignore lint/suspicious/noTemplateCurlyInString: GitHub replaces it
            '      GF_API_KEY: ${{ secrets.GF_API_KEY }}',
            '    steps:',
            '      - uses: actions/checkout@v5',
            '      - run: pip install gofigr',
            '      - run: python publish.py',
          ),
        },
      ],
    },
    {
      value: 'gitlab',
      label: 'GitLab CI',
      steps: [
        {
          say: 'In Settings → CI/CD → Variables, add GF_API_KEY with the key, masked and hidden. Then, in .gitlab-ci.yml:',
          label: 'the pipeline',
          text: lines(
            `# ${about}`,
            'figures:',
            '  image: python:3.13',
            '  variables:',
            yaml('    '),
            '  script:',
            '    - pip install gofigr',
            '    - python publish.py',
          ),
        },
      ],
    },
    {
      value: 'snakemake',
      label: 'Snakemake',
      steps: [
        {
          say: 'Set the variables of the tab “Shell” first. Snakemake stops early if one is missing, and hands them to its jobs:',
          label: 'the Snakefile',
          text: lines(
            `# ${about}`,
            'envvars:',
            '    "GF_URL",',
            workspace && '    "GF_WORKSPACE",',
            '    "GF_API_KEY"',
            '',
            'rule figure:',
            '    input: "data.csv"',
            '    output: "figure.png"',
            '    script: "publish.py"',
          ),
        },
      ],
    },
    {
      value: 'notebook',
      label: 'Notebook',
      steps: [
        {
          say: afterFile,
          label: 'the notebook lines',
          text: lines(
            `# ${about}`,
            '%load_ext gofigr',
            'from gofigr.jupyter import *',
            '',
            'configure(analysis=FindByName("My analysis", create=True))',
          ),
        },
      ],
    },
    {
      value: 'r',
      label: 'R',
      steps: [
        {
          say: `${afterFile} The loop makes the links of gofigR lead to this server.`,
          label: 'the R lines',
          text: lines(
            `# ${about}`,
            'library(gofigR)',
            `server <- "${server}"`,
            'addresses <- list(APP_URL = server, APP_SHORT_URL = server,',
            '                  get_app_url = function(...) server,',
            '                  get_app_short_url = function(...) server)',
            'for (name in intersect(names(addresses), ls(asNamespace("gofigR"), all.names = TRUE)))',
            '  assignInNamespace(name, addresses[[name]], "gofigR")',
            '',
            workspace
              ? `enable(workspace = "${workspace}",\n       analysis_name = "My analysis")`
              : 'enable(analysis_name = "My analysis")',
          ),
        },
      ],
    },
    {
      value: 'typescript',
      label: 'TypeScript',
      steps: [
        {
          say: afterFile,
          label: 'the TypeScript lines',
          text: lines(
            `// ${about}`,
            "import { connect, image } from '@gofigr/client/node';",
            '',
            'const gofigr = await connect(); // reads .gofigr, or GF_URL and GF_API_KEY',
            "await gofigr.publish({ analysis: 'My analysis', figure: 'My figure', image: await image('figure.png') });",
          ),
        },
      ],
    },
  ];
}
