import type { AccessGrant } from '@gofigr/contract';
import { Text } from '@mantine/core';
import { isLinked, LINKS } from '../../lib/object-pages.ts';
import { TextLink } from '../../ui/links.tsx';
import { Row, Rows } from '../../ui/panel.tsx';
import { Person } from '../../ui/person.tsx';

/** Lists everyone who can see an object with the reason, and leads to the object that gives the access. */
export function WhoCanSee({ id, grants }: { id: string; grants: readonly AccessGrant[] }) {
  return (
    <Rows label="Who can see it">
      {grants.map((grant) => (
        <Row key={`${grant.on.api_id} ${grant.username}`}>
          {grant.username === null ? (
            <Text size="sm" fw={600} style={{ flex: 1 }}>
              Anyone with the link
            </Text>
          ) : (
            <Person username={grant.username} second={grant.named_as} />
          )}
          <Text size="sm" c="dimmed" ta="right" style={{ flex: 1, overflowWrap: 'anywhere' }}>
            <Reason {...grant} isOwn={grant.on.api_id === id} />
          </Text>
        </Row>
      ))}
    </Rows>
  );
}

function Reason({ role, on, isOwn }: AccessGrant & { isOwn: boolean }) {
  if (isOwn) return 'shared here';
  const kind = on.kind.replace('_', ' ');
  return (
    <>
      {role === null ? `through the ${kind} ` : `${role.replace('_', ' ')} of the ${kind} `}
      {isLinked(on.kind) ? (
        <TextLink to={LINKS[on.kind]} params={{ id: on.api_id }} underline="always">
          {on.name}
        </TextLink>
      ) : (
        on.name
      )}
    </>
  );
}
