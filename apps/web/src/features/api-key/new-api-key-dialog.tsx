import type { ApiKey } from '@gofigr/contract';
import { Modal } from '@mantine/core';
import { useState } from 'react';
import { useInvalidate } from '../../lib/invalidate.ts';
import { CreatedKey } from './created-key.tsx';
import { NewApiKeyForm } from './new-api-key-form.tsx';

/**
 * Asks for a name, then shows the key once. Only this component's state holds the key, so closing the dialog removes it
 * from the page and from memory. While the key is shown, only "Done" closes the dialog, so that no stray click loses
 * it.
 */
export function NewApiKeyDialog({ username, onClose }: { username: string; onClose: () => void }) {
  const invalidate = useInvalidate();
  const [created, setCreated] = useState<ApiKey>();
  const keep = (key: ApiKey) => {
    setCreated(key);
    void invalidate('keys');
  };
  return (
    <Modal
      opened
      onClose={onClose}
      size={created ? 720 : 'lg'}
      title={created ? 'Your new API key' : 'Create new API key'}
      closeOnClickOutside={!created}
      closeOnEscape={!created}
      withCloseButton={!created}
    >
      {created ? (
        <CreatedKey apiKey={created} username={username} onDone={onClose} />
      ) : (
        <NewApiKeyForm onCreated={keep} onCancel={onClose} />
      )}
    </Modal>
  );
}
