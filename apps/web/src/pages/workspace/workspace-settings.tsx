import type { Workspace } from '@gofigr/contract';
import { Button, Stack, Text, Textarea, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { type FormEvent, Suspense, useState } from 'react';
import { ServiceKeysSection } from '../../features/api-key/index.ts';
import { DeleteDialog } from '../../features/object-menu/index.ts';
import type { Rights } from '../../features/path/index.ts';
import { StorageSection } from '../../features/storage/index.ts';
import { deleteWorkspace, updateWorkspace } from '../../features/workspace/index.ts';
import { fieldErrors } from '../../lib/failure.ts';
import { formatBytes, plural, quoted } from '../../lib/format.ts';
import { useForget, useInvalidate } from '../../lib/invalidate.ts';
import { Failure } from '../../ui/failure.tsx';
import { notifyUndo } from '../../ui/notify-undo.ts';
import { Panel } from '../../ui/panel.tsx';
import { Section } from '../../ui/section.tsx';
import { LinesSkeleton } from '../../ui/skeletons.tsx';

interface WorkspaceSettingsProps {
  workspace: Workspace;
  rights: Rights;
}

/** Lets users with the right rename, describe and delete a workspace. */
export function WorkspaceSettings({ workspace, rights }: WorkspaceSettingsProps) {
  return (
    <>
      <Section title="Name and description">
        {rights('manage') ? (
          // Resets the form if the page changes the name or description elsewhere.
          <NameForm key={`${workspace.name} ${workspace.description}`} workspace={workspace} />
        ) : (
          <Text size="sm">Only admins of this workspace can rename it.</Text>
        )}
      </Section>
      {rights('manage') && (
        <Suspense fallback={<LinesSkeleton count={4} />}>
          <ServiceKeysSection workspace={workspace.api_id} />
          <StorageSection owner={{ kind: 'workspace', id: workspace.api_id }} />
        </Suspense>
      )}
      <Section title="Delete this workspace">
        <Deletion workspace={workspace} mayDelete={rights('own')} />
      </Section>
    </>
  );
}

function NameForm({ workspace }: { workspace: Workspace }) {
  const before = { name: workspace.name, description: workspace.description ?? '' };
  const [values, setValues] = useState(before);
  const invalidate = useInvalidate();
  const save = async (changes: typeof values) => {
    await updateWorkspace(workspace.api_id, changes);
    await invalidate('described');
  };
  const saving = useMutation({
    mutationFn: (change: { now: typeof values; before: typeof values }) => save(change.now),
    onSuccess: (_, change) =>
      notifyUndo(change.now.name === change.before.name ? 'Saved.' : `Renamed to ${quoted(change.now.name)}.`, () =>
        save(change.before),
      ),
  });
  const fields = fieldErrors(saving.error);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    saving.mutate({ now: { name: values.name.trim(), description: values.description.trim() }, before });
  };
  return (
    <Panel padded>
      <form onSubmit={submit}>
        <Stack gap="sm" maw={560}>
          <TextInput
            label="Name"
            required
            withAsterisk={false}
            maxLength={1024}
            value={values.name}
            error={fields['name']}
            onChange={(event) => setValues({ ...values, name: event.currentTarget.value })}
          />
          <Textarea
            label="Description"
            autosize
            minRows={2}
            maxRows={12}
            value={values.description}
            error={fields['description']}
            onChange={(event) => setValues({ ...values, description: event.currentTarget.value })}
          />
          {saving.error && <Failure error={saving.error} />}
          <Button
            type="submit"
            loading={saving.isPending}
            disabled={
              values.name.trim() === '' || (values.name === before.name && values.description === before.description)
            }
            style={{ alignSelf: 'start' }}
          >
            Save
          </Button>
        </Stack>
      </form>
    </Panel>
  );
}

function Deletion({ workspace, mayDelete }: { workspace: Workspace; mayDelete: boolean }) {
  const [asked, setAsked] = useState(false);
  const forget = useForget();
  const navigate = useNavigate();
  if (workspace.workspace_type === 'primary')
    return <Text size="sm">A primary workspace can't be deleted. It exists as long as its owner's account.</Text>;
  if (!mayDelete) return <Text size="sm">Only the owner can delete this workspace.</Text>;
  return (
    <Panel padded>
      <Stack gap="sm" align="start">
        <Text size="sm">
          This deletes everything in it: {plural(workspace.analyses.length, 'analysis', 'analyses')},{' '}
          {plural(workspace.assets.length, 'asset')}, {formatBytes(workspace.size_bytes)}.
        </Text>
        <Button variant="default" c="var(--mantine-color-error)" onClick={() => setAsked(true)}>
          Delete workspace
        </Button>
      </Stack>
      <DeleteDialog
        kind="workspace"
        id={workspace.api_id}
        name={workspace.name}
        opened={asked}
        onClose={() => setAsked(false)}
        remove={async () => {
          await deleteWorkspace(workspace.api_id);
          await navigate({ to: '/', replace: true });
          forget('workspace', workspace.api_id);
        }}
      />
    </Panel>
  );
}
