import type { Organization } from '@gofigr/contract';
import { Switch } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useMutation } from '@tanstack/react-query';
import { messageOf } from '../../lib/failure.ts';
import { useInvalidate } from '../../lib/invalidate.ts';
import { updateOrganization } from './organization-query.ts';

/** Lets an organization's admins allow its workspaces to choose their own storage. */
export function StorageOfWorkspaces({ organization }: { organization: Organization }) {
  const invalidate = useInvalidate();
  const saving = useMutation({
    mutationFn: async (allowed: boolean) => {
      await updateOrganization(organization.api_id, { allow_per_workspace_storage_settings: allowed });
      await invalidate('described');
    },
    onError: (error) =>
      notifications.show({ color: 'red', title: 'The setting was not saved', message: messageOf(error) }),
  });
  return (
    <Switch
      label="Workspaces may choose their own storage"
      checked={saving.isPending ? saving.variables : organization.allow_per_workspace_storage_settings}
      onChange={(event) => saving.mutate(event.currentTarget.checked)}
    />
  );
}
