import type { Figure } from '@gofigr/contract';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { compareLink } from '../../features/compare/index.ts';
import { changesQuery, changeText, newestIndex } from '../../features/revision/index.ts';
import { withCode } from '../../ui/with-code.tsx';
import css from './changed-line.module.css';
import type { ListedRevision } from './neighbours.ts';

interface ChangedLineProps {
  figure: Figure;
  revision: Pick<ListedRevision, 'api_id' | 'revision_index'>;
  older: ListedRevision;
}

/** Says in one line what differs from the revision before, and leads to the comparison with it. */
export function ChangedLine({ figure, revision: { api_id: id, revision_index: index }, older }: ChangedLineProps) {
  // The timeline asks for the same.
  const { data: changes } = useQuery(changesQuery('figure', figure.api_id, index, newestIndex(figure.revisions)));
  const change = changes?.find(({ revision }) => revision === id);
  const text = change && changeText(change, index);
  return (
    <div className={css['line']}>
      {text && (
        <Link {...compareLink([older.api_id, id])} dir="auto" title={text.replaceAll('`', '')}>
          {withCode(text)}
        </Link>
      )}
    </div>
  );
}
