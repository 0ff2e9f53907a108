import type { GroupedActivity } from '@gofigr/contract';
import { Text } from '@mantine/core';
import { IconFolder } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { plural } from '../../lib/format.ts';
import { isLinked, LINKS } from '../../lib/object-pages.ts';
import { TextLink } from '../../ui/links.tsx';
import { PersonName } from '../../ui/person.tsx';
import { When } from '../../ui/when.tsx';
import { Thumbnail } from '../thumbnail/index.ts';
import css from './activity-list.module.css';

const VERBS = { create: 'created', update: 'changed', move: 'moved', delete: 'deleted', restore: 'restored' } as const;

interface ActivityRowProps {
  item: GroupedActivity;
  /** Tells whether the list is of one analysis, or of one workspace. */
  within: 'workspace' | 'analysis' | undefined;
}

export function ActivityRow({ item, within }: ActivityRowProps) {
  const { target_type: type, target_id: id } = item;
  return (
    <div className={css['line']}>
      {!item.deleted && isLinked(type) && type !== 'workspace' && type !== 'organization' ? (
        <Thumbnail kind={type} id={id} size="small" version={item.timestamp} />
      ) : (
        <div className={css['blank']} aria-hidden>
          <IconFolder size={20} stroke={1.3} />
        </div>
      )}
      <div className={css['words']}>
        <div className={css['what']}>
          <Text size="sm" lineClamp={2}>
            <b dir="auto">{item.username ? <PersonName username={item.username} /> : 'Someone'}</b> <Deed item={item} />
          </Text>
          <PlaceOf item={item} within={within} />
        </div>
        <Text size="xs" c="dimmed" style={{ flex: 'none' }}>
          <When time={item.timestamp} />
        </Text>
      </div>
    </div>
  );
}

/** Words for what was done: `published r3 of Dose with 2 files`. */
function Deed({ item }: { item: GroupedActivity }): ReactNode {
  const { action, publish, target_type: type } = item;
  const name = <Target item={item} />;
  if (publish === null) {
    const isRevision = type === 'revision' || type === 'asset_revision';
    if (action === 'create' && isRevision) return <>published {name}</>;
    return (
      <>
        {VERBS[action]} the {type.replaceAll('_', ' ')} {name}
      </>
    );
  }
  const { is_new: isNew, revision_index: index, files } = publish;
  if (type === 'asset_revision')
    return isNew ? (
      <>added the file {name}</>
    ) : (
      <>
        published r{index + 1} of the file {name}
      </>
    );
  return (
    <>
      published {isNew ? 'the new figure' : `r${index + 1} of`} {name}
      {files > 0 && ` with ${plural(files, 'file')}`}
    </>
  );
}

function Target({
  item: { target_type: type, target_id: id, target_name, publish, deleted },
}: Pick<ActivityRowProps, 'item'>) {
  const name = publish?.name ?? target_name ?? 'unnamed';
  if (deleted || !isLinked(type)) return <bdi>{name}</bdi>;
  return (
    <TextLink to={LINKS[type]} params={{ id }} size="sm">
      {name}
    </TextLink>
  );
}

/** The analysis and workspace of an entry, as far as the list doesn't say them. */
function PlaceOf({ item: { analysis_name, target_type: type, workspace_name }, within }: ActivityRowProps) {
  const analysis = within === 'analysis' || type === 'analysis' ? null : analysis_name;
  const workspace = within !== undefined || type === 'workspace' ? null : workspace_name;
  if (analysis === null && workspace === null) return null;
  return (
    <Text size="xs" c="dimmed" truncate>
      {analysis !== null && <bdi>{analysis}</bdi>}
      {analysis !== null && workspace !== null && ' · '}
      {workspace !== null && <bdi>{workspace}</bdi>}
    </Text>
  );
}
