import type { Analysis } from '@gofigr/contract';
import { Alert, SegmentedControl, Text, Title } from '@mantine/core';
import { IconCircleCheck, IconKey, IconLoader } from '@tabler/icons-react';
import { type ReactNode, useState } from 'react';
import { usePublicUrl } from '../../features/info/index.ts';
import { Snippet } from '../../ui/copy.tsx';
import { ButtonLink, TextLink } from '../../ui/links.tsx';
import { Section } from '../../ui/section.tsx';
import css from './first-figure.module.css';
import { LANGUAGES, type Language, snippets } from './first-snippets.ts';

interface FirstFigureProps {
  workspace: string;
  /** The newest figure of the workspace, if there is one. */
  newest: Analysis['figures'][number] | undefined;
}

/** Shows three steps to the first figure while the workspace has no figures. */
export function FirstFigure({ workspace, newest }: FirstFigureProps) {
  const [began] = useState(newest === undefined);
  const [language, setLanguage] = useState<Language>('python');
  const server = usePublicUrl();
  if (!began) return null;
  const { install, publish } = snippets(language, { server, workspace });
  return (
    <Section
      title="Three steps to your first figure"
      aside={
        <SegmentedControl
          size="xs"
          aria-label="Language"
          data={LANGUAGES}
          value={language}
          onChange={(value) => setLanguage(value)}
        />
      }
    >
      <ol className={css['steps']}>
        <Step number={1} title="Create a key">
          <Text size="sm" mb="sm">
            Create one, and save its file <code>.gofigr</code> in your home folder. The file gives the client your key
            and the address of this server ({server}).
          </Text>
          <ButtonLink to="/account/keys/new" leftSection={<IconKey size={16} />}>
            Create new API key
          </ButtonLink>
        </Step>
        <Step number={2} title={install.title}>
          <Snippet label="the command" text={install.text} />
        </Step>
        <Step number={3} title={publish.title}>
          <Snippet label="the lines" text={publish.text} />
        </Step>
      </ol>
      <div aria-live="polite">
        {newest ? (
          <Alert color="green" icon={<IconCircleCheck size={20} />} mt="md" title="Your first figure has arrived">
            <TextLink to="/figure/$id" params={{ id: newest.api_id }}>
              {newest.name}
            </TextLink>
          </Alert>
        ) : (
          <Alert color="gray" icon={<IconLoader size={20} />} mt="md" title="Waiting for your first figure">
            This box turns green when it arrives.
          </Alert>
        )}
      </div>
    </Section>
  );
}

function Step({ number, title, children }: { number: number; title: string; children: ReactNode }) {
  return (
    <li className={css['step']}>
      <Title order={3} mb="xs">
        <span className={css['number']}>{number}</span> {title}
      </Title>
      {children}
    </li>
  );
}
