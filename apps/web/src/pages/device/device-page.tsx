import { Skeleton, Stack, Text } from '@mantine/core';
import { IconCircleCheck, IconCircleX } from '@tabler/icons-react';
import { useQuery, useSuspenseQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { deviceQuery, forgetDeviceCode } from '../../features/device/index.ts';
import { sessionQuery } from '../../features/session/index.ts';
import { isMissing } from '../../lib/failure.ts';
import { ButtonLink } from '../../ui/links.tsx';
import { Loaded } from '../../ui/loaded.tsx';
import { Notice } from '../../ui/notice.tsx';
import { Page, PageHeader } from '../../ui/page.tsx';
import { CodeForm } from './code-form.tsx';
import { Request } from './request.tsx';

type Outcome = 'approved' | 'denied';

/** Lets a terminal sign in that shows a code. The code comes from its link, or the user types it. */
export function DevicePage({ code: given }: { code: string | null }) {
  const { user } = useSuspenseQuery(sessionQuery()).data;
  const [code, setCode] = useState(given);
  const [outcome, setOutcome] = useState<Outcome>();
  if (!user) return null;
  const end = (how: Outcome) => {
    forgetDeviceCode();
    setOutcome(how);
  };
  return (
    <Page title="Sign in from a terminal" size="narrow">
      <PageHeader
        title="Sign in from a terminal"
        below={
          <>
            You are signed in as <b dir="auto">{user.username}</b>.
          </>
        }
      />
      {outcome ? (
        <Result outcome={outcome} />
      ) : code === null ? (
        <CodeForm onCode={setCode} />
      ) : (
        <Asked key={code} code={code} onEnd={end} onCode={setCode} />
      )}
    </Page>
  );
}

interface AskedProps {
  code: string;
  onEnd: (how: Outcome) => void;
  onCode: (code: string) => void;
}

function Asked({ code, onEnd, onCode }: AskedProps) {
  const asked = useQuery(deviceQuery(code));
  const [gone, setGone] = useState(false);
  if (gone || isMissing(asked.error)) {
    forgetDeviceCode();
    return <CodeForm refused={code} onCode={onCode} />;
  }
  return (
    <Loaded of={asked} what="The request of the terminal" skeleton={<Skeleton height={420} radius="md" />}>
      {(request) => <Request code={code} request={request} onEnd={onEnd} onGone={() => setGone(true)} />}
    </Loaded>
  );
}

function Result({ outcome }: { outcome: Outcome }) {
  const isApproved = outcome === 'approved';
  return (
    <Stack gap="md" align="start">
      <Notice
        ref={(element) => element?.focus()}
        tabIndex={-1}
        w="100%"
        tone={isApproved ? 'good' : 'plain'}
        icon={isApproved ? <IconCircleCheck size={20} /> : <IconCircleX size={20} />}
        title={isApproved ? 'Approved: go back to your terminal' : 'Denied'}
      >
        <Text size="sm">
          {isApproved
            ? 'It finishes now, within a few seconds. You can close this page.'
            : 'The terminal cannot sign in with this code. No key was made.'}
        </Text>
      </Notice>
      <ButtonLink to="/account" variant="default">
        Go to API Keys
      </ButtonLink>
    </Stack>
  );
}
