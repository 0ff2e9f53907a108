import type { Asset } from '@gofigr/contract';
import { Button, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { changesQuery, changeText } from '../../features/revision/index.ts';
import { formatBytes } from '../../lib/format.ts';
import { TextLink } from '../../ui/links.tsx';
import { Row, Rows } from '../../ui/panel.tsx';
import { PersonName } from '../../ui/person.tsx';
import { When } from '../../ui/when.tsx';
import { withCode } from '../../ui/with-code.tsx';

type ListedRevision = Asset['revisions'][number];

/** Revisions shown at first, and added with each press on the button. */
const FEW = 20;

interface VersionsProps {
  asset: Asset;
  /** ID of the shown revision. */
  shown: string;
}

/** Lists the revisions of an asset with what changed, newest first. */
export function Versions({ asset, shown }: VersionsProps) {
  const [count, setCount] = useState(FEW);
  const newestFirst = asset.revisions.toReversed();
  const newest = newestFirst[0]?.revision_index ?? 0;
  return (
    <>
      <Rows label="Revisions">
        {newestFirst.slice(0, count).map((one, index) => (
          <Row key={one.api_id}>
            <div style={{ flex: 1, minWidth: 0 }}>
              <TextLink
                to="/asset_revision/$id"
                params={{ id: one.api_id }}
                size="sm"
                fw={one.api_id === shown ? 700 : 400}
                {...(one.api_id === shown ? { 'aria-current': 'true' } : {})}
              >
                Revision #{one.revision_index + 1}
              </TextLink>
              <Change asset={asset.api_id} revision={one} before={newestFirst[index + 1]} newest={newest} />
              <Text component="div" size="xs" c="dimmed">
                {one.created_by && (
                  <>
                    <PersonName username={one.created_by} />
                    {' · '}
                  </>
                )}
                <When time={one.created_on} />
              </Text>
            </div>
          </Row>
        ))}
      </Rows>
      {newestFirst.length > count && (
        <Button variant="default" mt="sm" onClick={() => setCount(count + FEW)}>
          Show older revisions
        </Button>
      )}
    </>
  );
}

interface ChangeProps {
  asset: string;
  revision: ListedRevision;
  before: ListedRevision | undefined;
  newest: number;
}

/** Tells what changed from the revision before: the stored line, and the size. */
function Change({ asset, revision, before, newest }: ChangeProps) {
  const { data: changes } = useQuery(changesQuery('asset', asset, revision.revision_index, newest));
  const change = changes?.find((one) => one.revision === revision.api_id);
  return (
    <Text component="div" size="xs" c="dimmed" dir="auto">
      {change && <>{withCode(changeText(change, before === undefined ? 0 : 1))} · </>}
      {sizeOf(revision, before)}
    </Text>
  );
}

/** The size, and by how much it differs from that of the revision before: `1.2 kB (+200 B)`. */
function sizeOf({ size_bytes: size }: ListedRevision, before: ListedRevision | undefined): string {
  const more = before === undefined ? 0 : size - before.size_bytes;
  if (more === 0) return formatBytes(size);
  return `${formatBytes(size)} (${more > 0 ? '+' : '−'}${formatBytes(Math.abs(more))})`;
}
