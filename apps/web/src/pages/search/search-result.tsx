import type { SearchResult } from '@gofigr/contract';
import { IconFolder, IconStack2 } from '@tabler/icons-react';
import { MATCH_SOURCES } from '../../features/search/index.ts';
import { Thumbnail } from '../../features/thumbnail/index.ts';
import { LINKS } from '../../lib/object-pages.ts';
import { TARGET, TextLink } from '../../ui/links.tsx';
import { PersonName } from '../../ui/person.tsx';
import { When } from '../../ui/when.tsx';
import { Marked } from './marked.tsx';
import css from './search.module.css';

/** One object that was found: picture, name, the line that matches, time and person. */
export function Result({ result }: { result: SearchResult }) {
  const { type, api_id: id, name, name_marks, match, changed_on, changed_by } = result;
  return (
    <li className={css['item']}>
      {type === 'workspace' || type === 'analysis' ? (
        <div className={css['blank']} aria-hidden>
          {type === 'workspace' ? <IconStack2 size={20} stroke={1.3} /> : <IconFolder size={20} stroke={1.3} />}
        </div>
      ) : (
        <Thumbnail kind={type} id={id} size="small" version={changed_on} />
      )}
      <div className={css['words']}>
        <TextLink to={LINKS[type]} params={{ id }} className={css['name']} size="sm" {...TARGET}>
          <Marked text={name} marks={name_marks} />
        </TextLink>
        {match && (
          <div className={css['match']}>
            <span className={css['source']}>{MATCH_SOURCES[match.in]}: </span>
            <bdi className={match.in === 'code' || match.in === 'history' ? css['code'] : undefined}>
              <Marked text={match.text} marks={match.marks} />
            </bdi>
            {match.revision !== null && (
              <>
                {' '}
                <TextLink
                  to={LINKS[type === 'asset' ? 'asset_revision' : 'revision']}
                  params={{ id: match.revision }}
                  size="sm"
                  {...TARGET}
                >
                  in an older revision
                </TextLink>
              </>
            )}
          </div>
        )}
      </div>
      <div className={css['end']}>
        <When time={changed_on} />
        {changed_by && (
          <>
            {' · '}
            <PersonName username={changed_by} />
          </>
        )}
      </div>
    </li>
  );
}
