import { Button, Group, Text } from '@mantine/core';
import { formatDay } from '../lib/format.ts';
import { Row } from './panel.tsx';
import { PersonName } from './person.tsx';

interface InvitedRowProps {
  invitation: { email: string; initiator: string; expiry: string };
  /** Role that the invitation gives, if there are several. */
  role?: string;
  isPending: boolean;
  onWithdraw: () => void;
}

/** Shows an open invitation, which can be withdrawn. */
export const InvitedRow = ({
  invitation: { email, initiator, expiry },
  role,
  isPending,
  onWithdraw,
}: InvitedRowProps) => (
  <Row>
    <Group gap="sm" flex={1} miw={0}>
      <div style={{ flex: '1 1 14rem', minWidth: 0 }}>
        <Text dir="auto" size="sm" fw={600} style={{ overflowWrap: 'anywhere' }}>
          {email}
        </Text>
        <Text size="xs" c="dimmed">
          {role && `${role} · `}invited by <PersonName username={initiator} /> · until {formatDay(expiry)}
        </Text>
      </div>
      <Button
        size="compact-sm"
        variant="default"
        aria-label={`Withdraw the invitation of ${email}`}
        loading={isPending}
        onClick={onWithdraw}
      >
        Withdraw
      </Button>
    </Group>
  </Row>
);
