import type { Figure } from '@gofigr/contract';
import { useQueryClient } from '@tanstack/react-query';
import { figureQuery, updateFigure } from '../../features/figure/index.ts';
import { useRights } from '../../features/path/index.ts';
import { useInvalidate } from '../../lib/invalidate.ts';
import { EditableText } from '../../ui/editable-text.tsx';

/** Shows the figure's description. An empty one takes no room; the figure's menu adds one. */
export function Description({ figure: { api_id: id, description } }: { figure: Figure }) {
  const rights = useRights('figure', id);
  const queryClient = useQueryClient();
  const invalidate = useInvalidate();
  const save = async (text: string) => {
    queryClient.setQueryData(figureQuery(id).queryKey, await updateFigure(id, { description: text }));
    void invalidate('described');
  };
  return (
    <EditableText
      what="description"
      text={description ?? ''}
      placeholder=""
      canEdit={rights('update') && description !== null && description !== ''}
      save={save}
    />
  );
}
