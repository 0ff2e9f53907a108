import { expect, test } from 'vitest';
import { signIn } from '../src/client.ts';
import { fixture, newFigure } from '../src/fixture.ts';
import { isSeveral, soon, stranger } from '../src/target.ts';

const here = fixture();

test('changes after an event are told to members by kind and ID, and to nobody else [17.20]', async () => {
  const other = await signIn(stranger);
  const ask = async (caller: typeof other, since = '') => {
    const { status, text } = await caller.get(`events/?follow=false${since && `&since=${since}`}`);
    expect(status).toBe(200);
    const [, id = '', data = ''] = /^id: (.*)\ndata: (.*)\n\n$/.exec(text) ?? [];
    return { id, changes: JSON.parse(data) as { kind: string; ids: string[] }[] };
  };
  const { id } = await ask(here.user);
  const figure = (await newFigure(here.user, here.analysis)).api_id;
  await soon(async () => {
    const { changes } = await ask(here.user, id);
    // A process that does not know the event says that everything must be read again.
    if (isSeveral && changes[0]?.kind === 'refetch') return;
    expect(changes).toContainEqual({ kind: 'created', ids: [figure, here.analysis, here.workspace] });
  });
  expect((await ask(other, id)).changes.flatMap(({ ids }) => ids)).not.toContain(here.workspace);
});
