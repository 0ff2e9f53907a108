import type { Figure, Revision } from '@gofigr/contract';
import { DownloadMenu } from '../../features/data/index.ts';
import { FigureMenu } from '../../features/figure/index.ts';
import { usePublicUrl } from '../../features/info/index.ts';
import { useRights } from '../../features/path/index.ts';
import { ShareActions } from '../../features/sharing/index.ts';
import { StarButton } from '../../features/star/index.ts';

interface ActionsProps {
  revision: Revision;
  /** Undefined if the user may not see it. */
  figure: Figure | undefined;
  link: string;
}

/** Shows the actions that the user may do with a revision and its figure. */
export function Actions({ revision, figure, link }: ActionsProps) {
  const rights = useRights('figure', revision.figure);
  const origin = usePublicUrl();
  const shown = { kind: 'revision', id: revision.api_id, link } as const;
  return (
    <>
      <ShareActions
        shown={shown}
        whole={{ kind: 'figure', id: revision.figure, link: `${origin}/figure/${revision.figure}` }}
        part={{ ...shown, label: `Only revision #${revision.revision_index + 1}` }}
        mayShare={rights('manage')}
      />
      {figure && <StarButton figure={figure.api_id} analysis={figure.analysis} />}
      <DownloadMenu data={revision.data} />
      {figure && <FigureMenu figure={figure} revision={revision} />}
    </>
  );
}
