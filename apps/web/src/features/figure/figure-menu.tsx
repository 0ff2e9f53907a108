import type { Figure, Revision } from '@gofigr/contract';
import { useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useForget } from '../../lib/invalidate.ts';
import { lazyDialog } from '../../ui/lazy-dialog.tsx';
import { ObjectMenu } from '../object-menu/index.ts';
import { useRights } from '../path/index.ts';
import { deleteFigure, deleteRevision } from './delete-figure.ts';
import { figureQuery } from './figure-query.ts';
import { updateFigure } from './update-figure.ts';

const MoveFigure = lazyDialog(async () => (await import('./move-figure.tsx')).MoveFigure);

type ShownRevision = Pick<Revision, 'api_id' | 'revision_index'>;

/** Menu to rename, move and delete a figure, and to delete its shown revision. */
export function FigureMenu({ figure, revision }: { figure: Figure; revision?: ShownRevision }) {
  const queryClient = useQueryClient();
  const forget = useForget();
  const navigate = useNavigate();
  return (
    <ObjectMenu
      kind="figure"
      id={figure.api_id}
      name={figure.name}
      description={figure.description}
      rights={useRights('figure', figure.api_id)}
      renderMove={(close) => <MoveFigure figure={figure} onClose={close} />}
      save={async (values) => {
        const saved = await updateFigure(figure.api_id, values);
        queryClient.setQueryData(figureQuery(saved.api_id).queryKey, saved);
      }}
      remove={async () => {
        await deleteFigure(figure.api_id);
        await navigate({ to: '/analysis/$id', params: { id: figure.analysis }, replace: true });
        forget('figure', figure.api_id);
      }}
      part={
        revision && {
          kind: 'revision',
          id: revision.api_id,
          index: revision.revision_index,
          remove: async () => {
            await deleteRevision(revision.api_id);
            const { queryKey } = figureQuery(figure.api_id);
            queryClient.setQueryData(queryKey, (now) => now && without(now, revision.api_id));
            await navigate({ to: '/figure/$id', params: { id: figure.api_id }, replace: true });
            forget('revision', revision.api_id);
          },
        }
      }
    />
  );
}

const without = (figure: Figure, id: string): Figure => ({
  ...figure,
  revisions: figure.revisions.filter(({ api_id }) => api_id !== id),
});
