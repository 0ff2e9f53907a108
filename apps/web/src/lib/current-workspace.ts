import { readLocalStorageValue, useLocalStorage } from '@mantine/hooks';
import { useEffect } from 'react';

const KEY = 'gofigr-workspace';

/** Returns the ID of the workspace last opened in this browser, or '' if there is none. */
export const useCurrentWorkspaceId = (): string =>
  useLocalStorage({ key: KEY, defaultValue: '', getInitialValueInEffect: false })[0];

export const currentWorkspaceId = (): string => readLocalStorageValue({ key: KEY, defaultValue: '' });

/** Makes the workspace of a page the current one. */
export function useEnterWorkspace(id: string | undefined): void {
  const [current, setCurrent] = useLocalStorage({ key: KEY, defaultValue: '', getInitialValueInEffect: false });
  useEffect(() => {
    if (id !== undefined && id !== current) setCurrent(id);
  }, [id, current, setCurrent]);
}
