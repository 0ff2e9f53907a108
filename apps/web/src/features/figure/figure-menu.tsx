import type { Figure } from '@gofigr/contract';
import { useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { plural } from '../../lib/format.ts';
import { useForget } from '../../lib/invalidate.ts';
import { lazyDialog } from '../../ui/lazy-dialog.tsx';
import { ObjectMenu } from '../object-menu/index.ts';
import { useRights } from '../path/index.ts';
import { deleteFigure } from './delete-figure.ts';
import { figureQuery } from './figure-query.ts';
import { updateFigure } from './update-figure.ts';

const MoveFigure = lazyDialog(async () => (await import('./move-figure.tsx')).MoveFigure);

/** Menu to rename, move and delete a figure. */
export function FigureMenu({ figure }: { figure: Figure }) {
  const queryClient = useQueryClient();
  const forget = useForget();
  const navigate = useNavigate();
  return (
    <ObjectMenu
      kind="figure"
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
    >
      with its {plural(figure.revisions.length, 'revision')} and everything in them: images, code, tables, text and
      files.
    </ObjectMenu>
  );
}
