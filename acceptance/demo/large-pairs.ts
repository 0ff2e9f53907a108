import type { Page } from 'playwright-core';
import { ask } from '../browser/app.ts';

/** Two large revisions to compare, and the page's words when it shows their differences. */
export interface LargePair {
  name: string;
  a: string;
  b: string;
  /** State of the page in its address. */
  state: string;
  shown: RegExp;
}

const PICTURE = { width: 4000, height: 3000 };
const ROWS = 100_000;
const COLUMNS = 20;
/** Of the differences of more lines, the server would store only the summary. */
const LINES = 50_000;
/** Every so many rows and lines, one differs. */
const STEP = 50;

/** Packages, and values of metadata. All of them differ. */
const VALUES = 1_000;

/** Publishes pairs of large pictures, tables, code, lists of packages and metadata. */
export async function publishLargePairs(page: Page): Promise<LargePair[]> {
  const [{ api_id: workspace }] = await ask(page, 'GET', 'workspace/');
  const { api_id: analysis } = await ask(page, 'POST', 'analysis/', { name: 'Large pairs', workspace });
  const pair = async (name: string, datum: (step: number) => Promise<object>, metadata = (_step: number) => ({})) => {
    const { api_id: figure } = await ask(page, 'POST', 'figure/', { name, analysis });
    const publish = async (step: number): Promise<string> => {
      const data = [await datum(step)];
      const made = await ask(page, 'POST', 'revision/', { figure, metadata: metadata(step), data });
      if (!made.api_id) throw new Error(`not published: ${JSON.stringify(made)}`);
      return made.api_id;
    };
    return { name, a: await publish(0), b: await publish(1) };
  };
  const named = (name: string, type: string, format: string, data: string) => ({
    name,
    type,
    metadata: { format },
    data,
  });
  const values = await pair(
    'Packages',
    async (step) => named('pip freeze', 'text', 'text', base64(packages(step))),
    parameters,
  );
  return [
    {
      ...(await pair('Pictures', async (step) => named('plot', 'image', 'png', await drawn(page, step)))),
      state: '?mode=difference',
      shown: /pixels differ/,
    },
    {
      ...(await pair('Tables', async (step) => named('rates', 'dataframe', 'pandas/csv', base64(table(step))))),
      state: '?tab=data',
      shown: /Rows are paired by/,
    },
    {
      ...(await pair('Code', async (step) => named('fit.py', 'code', 'text', base64(code(step))))),
      state: '?tab=code',
      shown: /value_50 = fit/,
    },
    { ...values, state: '?tab=environment', shown: /package_0/ },
    { ...values, name: 'Metadata', state: '?tab=metadata', shown: /parameter_0/ },
  ];
}

const base64 = (text: string): string => Buffer.from(text).toString('base64');

const table = (step: number): string => {
  const header = ['id', ...Array.from({ length: COLUMNS - 1 }, (_, column) => `rate ${column}`)];
  const rows = Array.from({ length: ROWS }, (_, row) => {
    const cells = Array.from({ length: COLUMNS - 1 }, (__, column) => ((row * 31 + column * 17) % 9973) / 100);
    return [row, (cells[0] ?? 0) + (row % STEP === 0 ? step : 0), ...cells.slice(1)].join(',');
  });
  return [header.join(','), ...rows, ''].join('\n');
};

const packages = (step: number): string =>
  Array.from({ length: VALUES }, (_, index) => `package_${index}==1.${step}\n`).join('');

const parameters = (step: number) =>
  Object.fromEntries(Array.from({ length: VALUES }, (_, index) => [`parameter_${index}`, index + step]));

const code = (step: number): string =>
  Array.from({ length: LINES }, (_, line) => `value_${line} = fit(data, ${line % STEP === 0 ? step : 0})\n`).join('');

/** Draws thousands of discs in the page, some at another place. Returns a PNG in base64. */
const drawn = (page: Page, step: number): Promise<string> =>
  page.evaluate(
    ({ width, height, shift }) => {
      const canvas = Object.assign(document.createElement('canvas'), { width, height });
      const context = canvas.getContext('2d');
      if (!context) throw new Error('no canvas');
      context.fillStyle = '#fff';
      context.fillRect(0, 0, width, height);
      for (let disc = 0; disc < 4000; disc++) {
        context.fillStyle = `hsl(${(disc * 47) % 360} 70% 50%)`;
        context.beginPath();
        const moved = disc % 20 === 0 ? shift * 12 : 0;
        context.arc(((disc * 7919) % width) + moved, (disc * 104729) % height, 4 + (disc % 23), 0, 2 * Math.PI);
        context.fill();
      }
      return canvas.toDataURL('image/png').replace(/^.*,/, '');
    },
    { ...PICTURE, shift: step },
  );
