import { Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { plural } from '../../lib/format.ts';
import { TextLink } from '../../ui/links.tsx';
import { Loaded } from '../../ui/loaded.tsx';
import { Row, Rows } from '../../ui/panel.tsx';
import { Section } from '../../ui/section.tsx';
import { LinesSkeleton } from '../../ui/skeletons.tsx';
import { NewOrganization } from './new-organization.tsx';
import { organizationsQuery } from './organization-query.ts';

/** Lists the user's organizations. */
export function OrganizationList() {
  const organizations = useQuery(organizationsQuery());
  return (
    <Section title="Organizations" aside={<NewOrganization />}>
      <Loaded of={organizations} what="Your organizations" skeleton={<LinesSkeleton count={1} />}>
        {(list) =>
          list.length === 0 ? (
            <Text size="sm" c="dimmed">
              An organization joins the workspaces of a group. Its members see all of them.
            </Text>
          ) : (
            <Rows label="Organizations">
              {list.map(({ api_id, name, workspaces }) => (
                <Row key={api_id}>
                  <TextLink to="/organization/$id" params={{ id: api_id }} fw={600} size="sm">
                    {name}
                  </TextLink>
                  <Text size="xs" c="dimmed" style={{ flex: 'none' }}>
                    {plural(workspaces.length, 'workspace')}
                  </Text>
                </Row>
              ))}
            </Rows>
          )
        }
      </Loaded>
    </Section>
  );
}
