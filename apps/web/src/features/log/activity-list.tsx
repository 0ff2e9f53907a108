import type { Activity } from '@gofigr/contract';
import { Button, Text } from '@mantine/core';
import { IconHistory } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Empty } from '../../ui/empty.tsx';
import { TextLink } from '../../ui/links.tsx';
import { Loaded } from '../../ui/loaded.tsx';
import { Row, Rows } from '../../ui/panel.tsx';
import { LinesSkeleton } from '../../ui/skeletons.tsx';
import { When } from '../../ui/when.tsx';
import { logQuery } from './log-query.ts';

const PAGE = 20;
const VERBS = { create: 'created', update: 'changed', move: 'moved', delete: 'deleted' } as const;
const LINKED = {
  workspace: '/workspace/$id',
  analysis: '/analysis/$id',
  figure: '/figure/$id',
  revision: '/revision/$id',
} as const;
const isLinked = (kind: string): kind is keyof typeof LINKED => kind in LINKED;

/** Who did what, newest first. */
export function ActivityList({ kind, id }: { kind: 'workspace' | 'analysis'; id: string }) {
  const log = useQuery(logQuery(kind, id));
  const [shown, setShown] = useState(PAGE);
  return (
    <Loaded of={log} what="The activity" skeleton={<LinesSkeleton height={32} />}>
      {(items) =>
        items.length === 0 ? (
          <Empty icon={<IconHistory size={28} />} title="Nothing happened yet" />
        ) : (
          <>
            <Rows label="Activity">
              {items.slice(0, shown).map((item) => (
                <Row key={item.api_id}>
                  <ActivityLine item={item} />
                </Row>
              ))}
            </Rows>
            {items.length > shown && (
              <Button variant="default" size="xs" mt="xs" onClick={() => setShown(shown + 5 * PAGE)}>
                Show more
              </Button>
            )}
          </>
        )
      }
    </Loaded>
  );
}

function ActivityLine({ item }: { item: Activity }) {
  const name = item.target_name ?? item.deleted_sentinel;
  const label = name ?? 'unnamed';
  return (
    <>
      <Text size="sm" style={{ flex: 1, minWidth: 0, overflowWrap: 'anywhere' }}>
        <b>{item.username ?? 'Someone'}</b> {VERBS[item.action]} the {item.target_type.replaceAll('_', ' ')}{' '}
        {!item.deleted && isLinked(item.target_type) ? (
          <TextLink to={LINKED[item.target_type]} params={{ id: item.target_id }} size="sm">
            {label}
          </TextLink>
        ) : (
          label
        )}
      </Text>
      <Text size="xs" c="dimmed" style={{ flex: 'none' }}>
        <When time={item.timestamp} />
      </Text>
    </>
  );
}
