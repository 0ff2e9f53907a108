import type { Workspace } from '@gofigr/contract';
import { Button, Text } from '@mantine/core';
import { IconFolders, IconPencil } from '@tabler/icons-react';
import { useMutation, useQueryClient, useSuspenseQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { formatBytes, plural } from '../../lib/format.ts';
import { Cards } from '../../ui/cards.tsx';
import { CopyIcon } from '../../ui/copy.tsx';
import { EditDialog, type NameAndDescription } from '../../ui/edit-dialog.tsx';
import { Empty } from '../../ui/empty.tsx';
import { Page, PageHeader } from '../../ui/page.tsx';
import { Section } from '../../ui/section.tsx';
import { AnalysisCard } from '../analysis/index.ts';
import { ActivityList } from '../log/index.ts';
import { NewAnalysis } from './new-analysis.tsx';
import { updateWorkspace } from './update-workspace.ts';
import { workspaceQuery } from './workspace-query.ts';

export function WorkspacePage({ id }: { id: string }) {
  const { data: workspace } = useSuspenseQuery(workspaceQuery(id));
  const newestFirst = workspace.analyses.toSorted((a, b) => changeOf(b).localeCompare(changeOf(a)));
  return (
    <Page title={workspace.name}>
      <PageHeader
        title={workspace.name}
        above={
          <Text size="sm" c="dimmed">
            {workspace.workspace_type === 'primary' ? 'Primary workspace' : 'Workspace'}
          </Text>
        }
        below={
          <>
            {plural(workspace.analyses.length, 'analysis', 'analyses')} · {formatBytes(workspace.size_bytes)} · ID{' '}
            <span style={{ fontFamily: 'var(--mantine-font-family-monospace)', overflowWrap: 'anywhere' }}>{id}</span>{' '}
            <CopyIcon text={id} what="workspace ID" />
          </>
        }
        actions={<EditWorkspace workspace={workspace} />}
      />
      {workspace.description && (
        <Text size="sm" mb="lg" maw={720} style={{ whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' }}>
          {workspace.description}
        </Text>
      )}
      <Section title="Analyses" aside={<NewAnalysis workspace={id} />}>
        {newestFirst.length === 0 ? (
          <Empty icon={<IconFolders size={32} stroke={1.4} />} title="No analyses yet">
            An analysis collects the figures of one question. Create one here, or let the Python client do it when you
            publish: <code>analysis=FindByName("My analysis", create=True)</code>
          </Empty>
        ) : (
          <Cards label="Analyses">
            {newestFirst.map((analysis) => (
              <AnalysisCard key={analysis.api_id} analysis={analysis} />
            ))}
          </Cards>
        )}
      </Section>
      <Section title="Activity">
        <ActivityList kind="workspace" id={id} />
      </Section>
    </Page>
  );
}

function EditWorkspace({ workspace }: { workspace: Workspace }) {
  const [opened, setOpened] = useState(false);
  const queryClient = useQueryClient();
  const editing = useMutation({
    mutationFn: (values: NameAndDescription) => updateWorkspace(workspace.api_id, values),
    onSuccess: async () => {
      await queryClient.invalidateQueries();
      setOpened(false);
    },
  });
  return (
    <>
      <Button variant="default" leftSection={<IconPencil size={16} />} onClick={() => setOpened(true)}>
        Rename or describe
      </Button>
      {opened && (
        <EditDialog
          title="Rename or describe the workspace"
          action="Save"
          initial={{ name: workspace.name, description: workspace.description ?? '' }}
          pending={editing.isPending}
          error={editing.error}
          onSubmit={(values) => editing.mutate(values)}
          onClose={() => {
            editing.reset();
            setOpened(false);
          }}
        />
      )}
    </>
  );
}

const changeOf = (thing: { child_updated_on: string | null; created_on: string }): string =>
  thing.child_updated_on ?? thing.created_on;
