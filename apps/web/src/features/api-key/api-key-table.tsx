import type { ApiKey, ApiKeyUse } from '@gofigr/contract';
import { Button, VisuallyHidden } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { formatDay, formatExact } from '../../lib/format.ts';
import { TARGET, TextLink } from '../../ui/links.tsx';
import { Panel } from '../../ui/panel.tsx';
import { PersonName } from '../../ui/person.tsx';
import { workspaceNames, workspacesQuery } from '../workspace/index.ts';
import css from './api-key-table.module.css';
import { KeyBadges } from './key-badges.tsx';
import { LastUse } from './last-use.tsx';
import { PERMISSIONS, reachOf } from './words.ts';

interface ApiKeyTableProps {
  keys: readonly ApiKey[];
  uses?: readonly ApiKeyUse[];
  /** Keys of the user, of a workspace's service accounts, or of everyone. Those of everyone have no page. */
  of: 'user' | 'workspace' | 'everyone';
  onRevoke: (key: ApiKey) => void;
}

export function ApiKeyTable({ keys, uses = [], of, onRevoke }: ApiKeyTableProps) {
  const workspaces = useQuery(workspacesQuery()).data ?? [];
  const useOf = new Map(uses.map((use) => [use.api_id, use]));
  const names = workspaceNames(workspaces);
  return (
    <Panel>
      <div className={css['scroll']}>
        <table className={css['table']}>
          <thead>
            <tr>
              <th scope="col">Name</th>
              {of !== 'user' && <th scope="col">{of === 'workspace' ? 'Account' : 'User'}</th>}
              <th scope="col">Permission</th>
              {of === 'user' && <th scope="col">Workspaces</th>}
              <th scope="col">Expires</th>
              <th scope="col">Last used</th>
              <th scope="col">
                <VisuallyHidden>Action</VisuallyHidden>
              </th>
            </tr>
          </thead>
          <tbody>
            {keys.map((key) => (
              <tr key={key.api_id}>
                <td className={css['name']}>
                  {of === 'everyone' ? (
                    key.name
                  ) : (
                    <TextLink to="/account/keys/$id" params={{ id: key.api_id }} fw={600} size="sm" {...TARGET}>
                      {key.name}
                    </TextLink>
                  )}
                  <KeyBadges apiKey={key} />
                </td>
                {of !== 'user' && (
                  <td data-label={of === 'workspace' ? 'Account' : 'User'} className={css['long']}>
                    {of === 'workspace' ? key.username : <PersonName username={key.username} />}
                  </td>
                )}
                <td data-label="Permission">{PERMISSIONS[key.permission].label}</td>
                {of === 'user' && (
                  <td data-label="Workspaces" className={css['long']}>
                    {reachOf(key, names)}
                  </td>
                )}
                <td data-label="Expires">
                  {key.expiry ? (
                    <time dateTime={key.expiry} title={formatExact(key.expiry)}>
                      {formatDay(key.expiry)}
                    </time>
                  ) : (
                    'Never'
                  )}
                </td>
                <td data-label="Last used" className={css['long']}>
                  <LastUse lastUsed={key.last_used} use={useOf.get(key.api_id)} />
                </td>
                <td className={css['action']}>
                  <Button
                    size="compact-sm"
                    variant="default"
                    aria-label={`Revoke ${key.name}`}
                    onClick={() => onRevoke(key)}
                  >
                    Revoke
                  </Button>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Panel>
  );
}
