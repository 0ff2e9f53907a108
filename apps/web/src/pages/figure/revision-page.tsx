import { useQuery, useSuspenseQuery } from '@tanstack/react-query';
import { figureQuery } from '../../features/figure/index.ts';
import { usePublicUrl } from '../../features/info/index.ts';
import { LineageSection } from '../../features/lineage/index.ts';
import { Breadcrumb } from '../../features/path/index.ts';
import { revisionQuery } from '../../features/revision/index.ts';
import { Page, PageHeader } from '../../ui/page.tsx';
import css from '../../ui/picture-page.module.css';
import { Actions } from './actions.tsx';
import { ChangedLine } from './changed-line.tsx';
import { Contents } from './contents.tsx';
import { Description } from './description.tsx';
import { Identity } from './identity.tsx';
import { MadeFrom } from './made-from.tsx';
import { neighboursOf } from './neighbours.ts';
import { NewRevisions } from './new-revisions.tsx';
import { SimilarFigures } from './similar-figures.tsx';
import { Steps } from './steps.tsx';
import type { Tab } from './tabs.ts';
import { Tags } from './tags.tsx';
import { Timeline } from './timeline.tsx';

interface RevisionPageProps {
  id: string;
  tab: Tab | undefined;
  /** Shows a new revision in place. Without it, the page of the revision is opened. */
  onNewest?: (id: string) => void;
}

/** Shows a revision of a figure: the image first, other data in tabs, and the other revisions at the side. */
export function RevisionPage({ id, tab, onNewest }: RevisionPageProps) {
  const { data: revision } = useSuspenseQuery(revisionQuery(id));
  // A user may see the revision but not its figure. Then the other revisions are unknown; the name is known.
  const figure = useQuery(figureQuery(revision.figure)).data;
  const link = `${usePublicUrl()}/r/${revision.short_id ?? id}`;
  const { older, newer } = neighboursOf(figure?.revisions ?? [], id);
  const name = figure?.name ?? revision.figure_metadata.name;
  const number = revision.revision_index + 1;
  return (
    <Page title={`${name}, revision #${number}`} size="full">
      <PageHeader
        title={name}
        above={<Breadcrumb kind="figure" id={revision.figure} above="figure" />}
        below={
          <Steps revision={revision} older={older} newer={newer} isNewest={figure && !newer} tab={tab}>
            {figure && older && <ChangedLine figure={figure} revision={revision} older={older} />}
          </Steps>
        }
        actions={<Actions revision={revision} figure={figure} link={link} />}
      />
      {figure && <Description figure={figure} />}
      <div className={css['columns']}>
        <div>
          <Contents revision={revision} title={`${name}, revision ${number}`} older={older} newer={newer} tab={tab} />
        </div>
        <aside aria-label="Revisions and details">
          {figure && <Tags figure={figure} />}
          {figure && <Timeline figure={figure} current={id} tab={tab} />}
          <Identity revision={revision} link={link} />
          {revision.assets.length > 0 && <MadeFrom id={id} />}
        </aside>
      </div>
      <LineageSection key={id} kind="revision" id={id} />
      {figure && <SimilarFigures key={`similar ${figure.api_id}`} id={figure.api_id} />}
      {figure && <NewRevisions key={figure.api_id} figure={figure} tab={tab} onNewest={onNewest} />}
    </Page>
  );
}
