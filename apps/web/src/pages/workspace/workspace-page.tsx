import { Tabs, Text } from '@mantine/core';
import { IconFileDatabase, IconFolders } from '@tabler/icons-react';
import { useQueryClient, useSuspenseQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { AnalysisCard, AnalysisRow, NewAnalysis } from '../../features/analysis/index.ts';
import { AssetCard, AssetRow, UploadButton, UploadZone } from '../../features/asset/index.ts';
import { usePublicUrl } from '../../features/info/index.ts';
import { Listing, type NamedEntry, type Selected } from '../../features/listing/index.ts';
import { ActivityList } from '../../features/log/index.ts';
import { MembersSection } from '../../features/member/index.ts';
import { useRights } from '../../features/path/index.ts';
import { objectOf, SelectionBar } from '../../features/selection/index.ts';
import { sessionQuery } from '../../features/session/index.ts';
import { ChooseWorkspace, updateWorkspace, workspaceQuery } from '../../features/workspace/index.ts';
import { useEnterWorkspace } from '../../lib/current-workspace.ts';
import { formatBytes, plural } from '../../lib/format.ts';
import { useInvalidate } from '../../lib/invalidate.ts';
import { CopyIcon } from '../../ui/copy.tsx';
import { EditableText } from '../../ui/editable-text.tsx';
import { Empty } from '../../ui/empty.tsx';
import { TARGET, TextLink } from '../../ui/links.tsx';
import { Page, PageHeader, READABLE } from '../../ui/page.tsx';
import { TabRow } from '../../ui/tab-row.tsx';
import { TABS, type WorkspaceTab, workspaceTabOf } from './tabs.ts';
import { WorkspaceSettings } from './workspace-settings.tsx';

export function WorkspacePage({ id, tab }: { id: string; tab: WorkspaceTab | undefined }) {
  const { data: workspace } = useSuspenseQuery(workspaceQuery(id));
  const own = useSuspenseQuery(sessionQuery()).data.user?.username;
  const rights = useRights('workspace', id);
  const queryClient = useQueryClient();
  const invalidate = useInvalidate();
  const navigate = useNavigate();
  useEnterWorkspace(id);
  const describe = async (description: string) => {
    queryClient.setQueryData(workspaceQuery(id).queryKey, await updateWorkspace(id, { description }));
    void invalidate('described');
  };
  const publicUrl = usePublicUrl();
  const renderSelected =
    (kind: 'analysis' | 'asset') =>
    ({ entries, ...selected }: Selected<NamedEntry>) => (
      <SelectionBar
        {...selected}
        kind={kind}
        Choose={ChooseWorkspace}
        objects={entries.map((one) => ({ ...objectOf(one), parent: id }))}
        may={rights}
        isSignedIn
        publicUrl={publicUrl}
      />
    );
  return (
    <Page title={workspace.name} size="full">
      <PageHeader
        title={workspace.name}
        above={
          <Text size="sm" c="dimmed">
            {workspace.workspace_type === 'primary' ? 'Primary workspace' : 'Workspace'}
          </Text>
        }
        below={
          <>
            {plural(workspace.analyses.length, 'analysis', 'analyses')} · {formatBytes(workspace.size_bytes)} ·
            Workspace ID <CopyIcon text={id} what="workspace ID" />
            {rights('delete') && (
              <>
                {' · '}
                <TextLink to="/trash" search={{ workspace: id }} size="sm" underline="always" {...TARGET}>
                  Trash
                </TextLink>
              </>
            )}
          </>
        }
      />
      <EditableText
        what="description"
        text={workspace.description ?? ''}
        placeholder="No description yet."
        canEdit={rights('manage')}
        save={describe}
      />
      <Tabs
        value={tab ?? 'analyses'}
        onChange={(next) =>
          void navigate({
            to: '/workspace/$id',
            params: { id },
            search: { tab: workspaceTabOf(next) },
            replace: true,
            resetScroll: false,
          })
        }
        keepMounted={false}
      >
        <TabRow label="Contents of the workspace">
          {TABS.map(({ value, label }) => (
            <Tabs.Tab key={value} value={value}>
              {label}
            </Tabs.Tab>
          ))}
        </TabRow>
        <Tabs.Panel value="analyses">
          <Listing
            list="workspace/analyses"
            id={id}
            one="analysis"
            many="analyses"
            renderCard={(analysis) => <AnalysisCard analysis={analysis} />}
            renderLine={(analysis) => <AnalysisRow analysis={analysis} />}
            renderSelected={renderSelected('analysis')}
            actions={rights('create') && <NewAnalysis workspace={id} />}
            empty={
              <Empty icon={<IconFolders size={32} stroke={1.4} />} title="No analyses yet">
                An analysis collects the figures of one question. Create one here, or let the Python client do it when
                you publish: <code>analysis=FindByName("My analysis", create=True)</code>
              </Empty>
            }
          />
        </Tabs.Panel>
        <Tabs.Panel value="assets">
          <UploadZone target={{ workspace: id }} label="Drop files to add them" mayUpload={rights('create')}>
            <Listing
              list="workspace/assets"
              id={id}
              one="asset"
              many="assets"
              defaultView="list"
              renderCard={(asset) => <AssetCard asset={asset} />}
              renderLine={(asset) => <AssetRow asset={asset} />}
              renderSelected={renderSelected('asset')}
              actions={rights('create') && <UploadButton target={{ workspace: id }} />}
              empty={
                <Empty icon={<IconFileDatabase size={32} stroke={1.4} />} title="No assets yet">
                  Assets are the files that figures are made of. The Python client keeps one for each file that you read
                  through it: <code>client.sync.read_csv("data.csv")</code> You can also drop files here.
                </Empty>
              }
            />
          </UploadZone>
        </Tabs.Panel>
        <Tabs.Panel value="members" maw={READABLE}>
          <MembersSection
            group={{ kind: 'workspace', id, name: workspace.name }}
            own={own}
            mayManage={rights('manage')}
            mayHandOver={rights('own') && workspace.workspace_type !== 'primary'}
          />
        </Tabs.Panel>
        <Tabs.Panel value="activity" maw={READABLE}>
          <ActivityList place={{ kind: 'workspace', id }} />
        </Tabs.Panel>
        <Tabs.Panel value="settings" maw={READABLE}>
          <WorkspaceSettings workspace={workspace} rights={rights} />
        </Tabs.Panel>
      </Tabs>
    </Page>
  );
}
