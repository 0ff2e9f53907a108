import type { Figure } from '@gofigr/contract';
import { useRights } from '../../features/path/index.ts';
import { TagLine } from '../../features/tag/index.ts';

/** Shows the tags of the figure, for users who may change them with the means to. */
export function Tags({ figure: { api_id: id, analysis } }: { figure: Figure }) {
  const rights = useRights('figure', id);
  return <TagLine figure={id} analysis={analysis} canEdit={rights('update')} />;
}
