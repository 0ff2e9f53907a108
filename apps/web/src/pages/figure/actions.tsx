import type { Figure, Revision } from '@gofigr/contract';
import { IconLink } from '@tabler/icons-react';
import { DownloadMenu } from '../../features/data/index.ts';
import { FigureMenu } from '../../features/figure/index.ts';
import { usePublicUrl } from '../../features/info/index.ts';
import { useRights } from '../../features/path/index.ts';
import { ShareButton } from '../../features/sharing/index.ts';
import { CopyButton } from '../../ui/copy.tsx';

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
  return (
    <>
      <CopyButton text={link} leftSection={<IconLink size={16} />}>
        Copy link
      </CopyButton>
      <DownloadMenu data={revision.data} />
      {rights('manage') && (
        <ShareButton kind="figure" id={revision.figure} link={`${origin}/figure/${revision.figure}`} />
      )}
      {figure && <FigureMenu figure={figure} />}
    </>
  );
}
