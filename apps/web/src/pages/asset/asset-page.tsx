import { Text } from '@mantine/core';
import { IconFileDatabase } from '@tabler/icons-react';
import { useQuery, useSuspenseQuery } from '@tanstack/react-query';
import { AssetMenu, assetQuery, assetRevisionQuery } from '../../features/asset/index.ts';
import { DownloadMenu, FilePanel } from '../../features/data/index.ts';
import { usePublicUrl } from '../../features/info/index.ts';
import { Breadcrumb, useRights } from '../../features/path/index.ts';
import { AccessBadge, ShareActions } from '../../features/sharing/index.ts';
import { formatBytes } from '../../lib/format.ts';
import { CopyIcon } from '../../ui/copy.tsx';
import { Empty } from '../../ui/empty.tsx';
import { TextLink } from '../../ui/links.tsx';
import { Loaded } from '../../ui/loaded.tsx';
import { Page, PageHeader } from '../../ui/page.tsx';
import { Row, Rows } from '../../ui/panel.tsx';
import { Section } from '../../ui/section.tsx';
import { LinesSkeleton } from '../../ui/skeletons.tsx';
import { When } from '../../ui/when.tsx';
import { Uses } from './uses.tsx';

/** Shows an asset at one of its revisions: the given or the newest one. */
export function AssetPage({ id, revision }: { id: string; revision?: string }) {
  const { data: asset } = useSuspenseQuery(assetQuery(id));
  const shown = asset.revisions.find((one) => one.api_id === revision) ?? asset.revisions.at(-1);
  const rights = useRights('asset', id);
  const origin = usePublicUrl();
  const whole = { kind: 'asset', id, link: `${origin}/asset/${id}` } as const;
  const content = useQuery({ ...assetRevisionQuery(shown?.api_id ?? ''), enabled: shown !== undefined });
  return (
    <Page title={asset.name}>
      <PageHeader
        title={asset.name}
        above={<Breadcrumb kind="asset" id={id} above="asset" />}
        below={
          <>
            {shown && `Revision #${shown.revision_index + 1} of ${asset.revisions.length} · `}
            {formatBytes(asset.size_bytes)} · Asset ID{' '}
            <span style={{ fontFamily: 'var(--mantine-font-family-monospace)', overflowWrap: 'anywhere' }}>{id}</span>{' '}
            <CopyIcon text={id} what="asset ID" />
            <AccessBadge kind="asset" id={id} />
          </>
        }
        actions={
          <>
            <DownloadMenu data={content.data?.data ?? []} />
            <ShareActions
              shown={whole}
              whole={whole}
              {...(shown && {
                part: {
                  kind: 'asset_revision',
                  id: shown.api_id,
                  link: `${origin}/asset_revision/${shown.api_id}`,
                  label: `Only revision #${shown.revision_index + 1}`,
                },
              })}
              mayShare={rights('manage')}
            />
            <AssetMenu asset={asset} />
          </>
        }
      />
      {asset.description && (
        <Text size="sm" mb="lg" maw={720} style={{ whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' }}>
          {asset.description}
        </Text>
      )}
      {shown ? (
        <>
          <Section title="Files">
            <Loaded of={content} what="The files" skeleton={<LinesSkeleton height={70} count={1} />}>
              {({ data }) => <FilePanel files={data} />}
            </Loaded>
          </Section>
          <Section title="Used in">
            <Uses id={shown.api_id} />
          </Section>
          <Section title={`All Revisions: ${asset.revisions.length} available`}>
            <Rows label="Revisions">
              {asset.revisions.toReversed().map((one) => (
                <Row key={one.api_id}>
                  <TextLink
                    to="/asset_revision/$id"
                    params={{ id: one.api_id }}
                    size="sm"
                    fw={one.api_id === shown.api_id ? 700 : 400}
                    {...(one.api_id === shown.api_id ? { 'aria-current': 'true' } : {})}
                  >
                    Revision #{one.revision_index + 1}
                  </TextLink>
                  <Text component="div" size="xs" c="dimmed" ml="auto">
                    {formatBytes(one.size_bytes)} · {one.created_by && `${one.created_by} · `}
                    <When time={one.created_on} />
                  </Text>
                </Row>
              ))}
            </Rows>
          </Section>
        </>
      ) : (
        <Empty icon={<IconFileDatabase size={32} stroke={1.4} />} title="No revisions yet">
          Clients publish a new revision each time the file changes.
        </Empty>
      )}
    </Page>
  );
}
