import type { Activity } from '@gofigr/contract';
import { Text } from '@mantine/core';
import { IconFolder, IconHistory } from '@tabler/icons-react';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Empty } from '../../ui/empty.tsx';
import { TextLink } from '../../ui/links.tsx';
import { Loaded } from '../../ui/loaded.tsx';
import { LinesSkeleton } from '../../ui/skeletons.tsx';
import { When } from '../../ui/when.tsx';
import { Windowed } from '../../ui/windowed.tsx';
import { Thumbnail } from '../thumbnail/index.ts';
import css from './activity-list.module.css';
import { activityQuery } from './activity-query.ts';

/** Height of an item in pixels: two lines of text next to a small image. */
const HEIGHT = 64;
const VERBS = { create: 'created', update: 'changed', move: 'moved', delete: 'deleted' } as const;
const LINKED = {
  workspace: '/workspace/$id',
  analysis: '/analysis/$id',
  figure: '/figure/$id',
  revision: '/revision/$id',
  asset: '/asset/$id',
  asset_revision: '/asset_revision/$id',
} as const;
const isLinked = (kind: string): kind is keyof typeof LINKED => kind in LINKED;

interface ActivityListProps {
  kind: 'workspace' | 'analysis';
  id: string;
  /** Largest number of items, the newest ones. */
  most?: number;
}

/** Lists activity, newest first. */
export function ActivityList({ kind, id, most }: ActivityListProps) {
  const log = useInfiniteQuery(activityQuery(kind, id));
  const more = () => {
    if (log.hasNextPage && !log.isFetching) void log.fetchNextPage();
  };
  return (
    <Loaded of={log} what="The activity" skeleton={<LinesSkeleton height={HEIGHT} />}>
      {({ pages }) => {
        const items = pages.flatMap((page) => page.entries).slice(0, most);
        if (items.length === 0) return <Empty icon={<IconHistory size={28} />} title="No activity yet" />;
        if (most !== undefined)
          return (
            <ul className={css['items']} aria-label="Activity">
              {items.map((item) => (
                <li key={item.api_id} style={{ height: HEIGHT }}>
                  <ActivityRow item={item} />
                </li>
              ))}
            </ul>
          );
        return (
          <Windowed
            label="Activity"
            items={items}
            // One extra item stands for all items that are not loaded yet.
            total={items.length + (log.hasNextPage ? 1 : 0)}
            onMore={more}
            height={() => HEIGHT}
            keyOf={(item) => item.api_id}
          >
            {(item) => <ActivityRow item={item} />}
          </Windowed>
        );
      }}
    </Loaded>
  );
}

function ActivityRow({ item }: { item: Activity }) {
  const name = item.target_name ?? item.deleted_sentinel ?? 'unnamed';
  const { target_type: type, target_id: id } = item;
  const isThere = !item.deleted && isLinked(type);
  return (
    <div className={css['line']}>
      {isThere && type !== 'workspace' ? (
        <Thumbnail kind={type} id={id} size="small" version={item.timestamp} />
      ) : (
        <div className={css['blank']} aria-hidden>
          <IconFolder size={20} stroke={1.3} />
        </div>
      )}
      <Text size="sm" lineClamp={2} style={{ flex: 1, minWidth: 0, overflowWrap: 'anywhere' }}>
        <b>{item.username ?? 'Someone'}</b> {VERBS[item.action]} the {type.replaceAll('_', ' ')}{' '}
        {isThere ? (
          <TextLink to={LINKED[type]} params={{ id }} size="sm">
            {name}
          </TextLink>
        ) : (
          name
        )}
        {item.analysis_name && type !== 'analysis' && ` in ${item.analysis_name}`}
      </Text>
      <Text size="xs" c="dimmed" style={{ flex: 'none' }}>
        <When time={item.timestamp} />
      </Text>
    </div>
  );
}
