import { useQuery, useSuspenseQuery } from '@tanstack/react-query';
import { figureQuery } from '../../features/figure/index.ts';
import { usePublicUrl } from '../../features/info/index.ts';
import { Breadcrumb } from '../../features/path/index.ts';
import { revisionQuery } from '../../features/revision/index.ts';
import { Page, PageHeader } from '../../ui/page.tsx';
import { Actions } from './actions.tsx';
import { Contents } from './contents.tsx';
import { Description } from './description.tsx';
import { Identity } from './identity.tsx';
import { MadeFrom } from './made-from.tsx';
import { neighboursOf } from './neighbours.ts';
import css from './revision-page.module.css';
import { Steps } from './steps.tsx';
import type { Tab } from './tabs.ts';
import { Timeline } from './timeline.tsx';

/** Shows a revision of a figure: the image first, other data in tabs, and the other revisions at the side. */
export function RevisionPage({ id, tab }: { id: string; tab: Tab | undefined }) {
  const { data: revision } = useSuspenseQuery(revisionQuery(id));
  // A user may see the revision but not its figure. Then the other revisions are unknown; the name is known.
  const figure = useQuery(figureQuery(revision.figure)).data;
  const link = `${usePublicUrl()}/r/${revision.short_id ?? id}`;
  const { older, newer } = neighboursOf(figure?.revisions ?? [], id);
  const name = figure?.name ?? revision.figure_metadata.name;
  const number = revision.revision_index + 1;
  return (
    <Page title={`${name}, revision #${number}`} size="wide">
      <PageHeader
        title={name}
        above={<Breadcrumb kind="figure" id={revision.figure} above="figure" />}
        below={<Steps revision={revision} older={older} newer={newer} isNewest={figure && !newer} tab={tab} />}
        actions={<Actions revision={revision} figure={figure} link={link} />}
      />
      {figure && <Description figure={figure} />}
      <div className={css['columns']}>
        <div className={css['main']}>
          <Contents revision={revision} title={`${name}, revision ${number}`} older={older} tab={tab} />
        </div>
        <aside aria-label="Revisions and details">
          {figure && <Timeline figure={figure} current={id} tab={tab} />}
          <Identity revision={revision} link={link} />
          {revision.assets.length > 0 && <MadeFrom id={id} />}
        </aside>
      </div>
    </Page>
  );
}
