import type { Data } from '@gofigr/contract';
import { Box, Text } from '@mantine/core';
import { IconFileDatabase } from '@tabler/icons-react';
import { useQuery, useSuspenseQuery } from '@tanstack/react-query';
import { Suspense } from 'react';
import { AssetMenu, assetQuery, assetRevisionQuery, UploadButton, UploadZone } from '../../features/asset/index.ts';
import { DownloadMenu, FilePanel, FilePreview } from '../../features/data/index.ts';
import { usePublicUrl } from '../../features/info/index.ts';
import { LineageSection } from '../../features/lineage/index.ts';
import { Breadcrumb, useRights } from '../../features/path/index.ts';
import { AccessBadge, ShareActions } from '../../features/sharing/index.ts';
import { formatBytes } from '../../lib/format.ts';
import { CopyIcon } from '../../ui/copy.tsx';
import { Empty } from '../../ui/empty.tsx';
import { Loaded } from '../../ui/loaded.tsx';
import { Markdown } from '../../ui/markdown.tsx';
import { Page, PageHeader } from '../../ui/page.tsx';
import columns from '../../ui/picture-page.module.css';
import { Section } from '../../ui/section.tsx';
import { LinesSkeleton } from '../../ui/skeletons.tsx';
import css from './asset-page.module.css';
import { Uses } from './uses.tsx';
import { Versions } from './versions.tsx';

/** Shows an asset at one of its revisions: the given or the newest one. */
export function AssetPage({ id, revision }: { id: string; revision?: string }) {
  const { data: asset } = useSuspenseQuery(assetQuery(id));
  const shown = asset.revisions.find((one) => one.api_id === revision) ?? asset.revisions.at(-1);
  const rights = useRights('asset', id);
  const origin = usePublicUrl();
  const whole = { kind: 'asset', id, link: `${origin}/asset/${id}` } as const;
  const content = useQuery({ ...assetRevisionQuery(shown?.api_id ?? ''), enabled: shown !== undefined });
  return (
    <Page title={asset.name} size="full">
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
            <AssetMenu asset={asset} revision={shown} />
          </>
        }
      />
      {asset.description && (
        <Box mb="lg" maw={720}>
          <Markdown text={asset.description} />
        </Box>
      )}
      {shown ? (
        <UploadZone target={{ asset: id }} label="Drop a file to add a revision" mayUpload={rights('create')}>
          <div className={columns['columns']}>
            <div className={css['file']}>
              <Section title="File" aside={rights('create') && <UploadButton target={{ asset: id }} />}>
                <Loaded of={content} what="The file" skeleton={<LinesSkeleton height={240} count={1} />}>
                  {({ data }) => <Files key={shown.api_id} data={data} place={id} />}
                </Loaded>
              </Section>
            </div>
            <aside aria-label="Revisions and uses">
              <Section title={`All Revisions: ${asset.revisions.length} available`}>
                <Versions asset={asset} shown={shown.api_id} />
              </Section>
              <Section title="Used in">
                <Uses id={shown.api_id} />
              </Section>
            </aside>
          </div>
          <LineageSection
            key={shown.api_id}
            kind="asset_revision"
            id={shown.api_id}
            empty="This revision has no sources, and nothing was made from it."
          />
        </UploadZone>
      ) : (
        <UploadZone target={{ asset: id }} label="Drop a file to add the first revision" mayUpload={rights('create')}>
          <Empty icon={<IconFileDatabase size={32} stroke={1.4} />} title="No revisions yet">
            Clients publish a new revision each time the file changes. You can also drop a file here.
            {rights('create') && (
              <div style={{ marginTop: 'var(--mantine-spacing-sm)' }}>
                <UploadButton target={{ asset: id }} />
              </div>
            )}
          </Empty>
        </UploadZone>
      )}
    </Page>
  );
}

/** Shows the files of a revision: usually one, by its format. */
function Files({ data, place }: { data: readonly Data[]; place: string }) {
  if (data.length === 0) return <FilePanel files={data} />;
  return (
    <Suspense fallback={<LinesSkeleton height={240} count={1} />}>
      {data.map((file) => (
        <div key={file.api_id} style={{ marginBottom: 'var(--mantine-spacing-md)' }}>
          <FilePreview file={file} place={place} />
          <Text component="div" size="xs" c="dimmed" ff="monospace" mt="xs" style={{ overflowWrap: 'anywhere' }}>
            BLAKE3 {file.hash.slice(0, 16)}… <CopyIcon text={file.hash} what="hash" />
          </Text>
        </div>
      ))}
    </Suspense>
  );
}
