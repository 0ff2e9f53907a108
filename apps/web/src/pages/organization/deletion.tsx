import type { Organization } from '@gofigr/contract';
import { Button, Stack, Text } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { DeleteDialog } from '../../features/object-menu/index.ts';
import { deleteOrganization } from '../../features/organization/index.ts';
import { useForget } from '../../lib/invalidate.ts';
import { Panel } from '../../ui/panel.tsx';
import { Section } from '../../ui/section.tsx';

/** Lets the admins of an organization delete it. Its workspaces stay. */
export function Deletion({ organization: { api_id: id, name } }: { organization: Organization }) {
  const [asked, setAsked] = useState(false);
  const forget = useForget();
  const navigate = useNavigate();
  return (
    <Section title="Delete this organization">
      <Panel padded>
        <Stack gap="sm" align="start">
          <Text size="sm">Its workspaces stay with their owners. Its members no longer see them through it.</Text>
          <Button variant="default" c="var(--mantine-color-error)" onClick={() => setAsked(true)}>
            Delete organization
          </Button>
        </Stack>
        <DeleteDialog
          kind="organization"
          id={id}
          name={name}
          opened={asked}
          onClose={() => setAsked(false)}
          remove={async () => {
            await deleteOrganization(id);
            await navigate({ to: '/workspaces', replace: true });
            forget('organization', id);
          }}
        />
      </Panel>
    </Section>
  );
}
