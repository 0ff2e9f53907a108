import { randomBytes } from 'node:crypto';
import { TaskError } from '../../lib/run.ts';
import { type BenchServer, make, send } from './bench-server.ts';
import { copyFigures, type FigureTemplate } from './fill.ts';

const bytes = () => ({ data: randomBytes(10_000).toString('base64') });
const picture = () => ({ name: 'figure.png', type: 'image', metadata: { format: 'png' }, ...bytes() });
const table = () => ({ name: 'data.csv', type: 'dataframe', metadata: { format: 'csv' }, ...bytes() });

/** Copies of the rarest figure: one of so many. */
export const RARE = 5000;

type Kind = Pick<FigureTemplate, 'every'> & {
  by: 'headers' | 'colleague';
  tags: string[];
  data: object[];
  isStarred?: true;
};

/** Figures that are copied: filters find a few of them, some, or most. */
const KINDS: Kind[] = [
  { every: RARE, by: 'colleague', tags: ['draft', 'rare'], data: [table()], isStarred: true },
  { every: 7, by: 'headers', tags: ['draft', 'paper'], data: [picture(), table()] },
  { every: 1, by: 'headers', tags: ['draft'], data: [picture()] },
];

/**
 * Fills the analysis of a server with so many figures of one revision each, of which a few are of the colleague, with a
 * rare tag, a star and another kind. Then the server runs again, with another address.
 */
export async function fillAnalysis(server: BenchServer, figures: number): Promise<BenchServer> {
  const { analysis } = server;
  const templates: FigureTemplate[] = [];
  for (const { every, by, tags, data, isStarred } of KINDS) {
    const as = { url: server.url, headers: server[by] };
    const { api_id: figure } = await make(as, 'figure/', { name: 'Figure', analysis, tags });
    const { api_id: revision } = await make(as, 'revision/', { figure, metadata: {}, data });
    if (isStarred) await send({ url: server.url, headers: server.person }, 'PUT', `figure/${figure}/star/`);
    templates.push({ figure, revision, every });
  }
  const count = figures - templates.length;
  const filled = await server.restartAfter(async (data) => {
    await copyFigures(data, { analysis, templates }, count);
    // Indexing their words takes minutes, beside everything that is measured.
    if ((await data.columns('search_queue')).length > 0) await data.change(['delete from search_queue']);
  });
  const { total } = (await send(filled, 'GET', `analysis/${analysis}/figures/`)) as { total: number }; // as it answers
  if (total !== figures) throw new TaskError(`The analysis has ${total} figures instead of ${figures}.`);
  return filled;
}
