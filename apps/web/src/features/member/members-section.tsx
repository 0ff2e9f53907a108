import type { Member } from '@gofigr/contract';
import { Button } from '@mantine/core';
import { IconUserPlus } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { plural } from '../../lib/format.ts';
import { lazyDialog } from '../../ui/lazy-dialog.tsx';
import { Loaded } from '../../ui/loaded.tsx';
import { Row, Rows } from '../../ui/panel.tsx';
import { Section } from '../../ui/section.tsx';
import { LinesSkeleton } from '../../ui/skeletons.tsx';
import type { Group } from './group.ts';
import { Invitations } from './invitations.tsx';
import { membersQuery } from './member.ts';
import { MemberRow } from './member-row.tsx';

const AddPeopleDialog = lazyDialog(async () => (await import('./add-people-dialog.tsx')).AddPeopleDialog);

interface MembersSectionProps {
  group: Group;
  /** Username of the user. */
  own: string | undefined;
  mayManage: boolean;
  /** Tells whether the user owns a workspace that another member can get. */
  mayHandOver: boolean;
}

/** Lists the members of a workspace or an organization. Admins add, invite, change and remove people here. */
export function MembersSection({ group, own, mayManage, mayHandOver }: MembersSectionProps) {
  const members = useQuery(membersQuery(group.kind, group.id));
  const [isAdding, setIsAdding] = useState(false);
  return (
    <>
      <Section
        title="Members"
        aside={
          mayManage && (
            <Button size="xs" leftSection={<IconUserPlus size={15} />} onClick={() => setIsAdding(true)}>
              Add people
            </Button>
          )
        }
      >
        <Loaded of={members} what="The members" skeleton={<LinesSkeleton count={3} />}>
          {(list) => (
            <Rows label={plural(list.length, 'member')}>
              {list.map((member: Member) => (
                <Row key={member.username}>
                  <MemberRow
                    group={group}
                    member={member}
                    isOwn={member.username === own}
                    mayManage={mayManage}
                    mayHandOver={mayHandOver}
                  />
                </Row>
              ))}
            </Rows>
          )}
        </Loaded>
      </Section>
      {mayManage && <Invitations group={group} />}
      <AddPeopleDialog group={group} opened={isAdding} onClose={() => setIsAdding(false)} />
    </>
  );
}
