import { Text, Title } from '@mantine/core';
import { IconKey } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { Snippet } from '../ui/copy.tsx';
import { ButtonLink } from '../ui/links.tsx';
import { Section } from '../ui/section.tsx';
import css from './first-figure.module.css';

const SCRIPT = `import matplotlib.pyplot as plt
from gofigr import FindByName
from gofigr.publisher import Publisher

pub = Publisher(analysis=FindByName("First analysis", create=True))

plt.plot([1, 2, 4, 8, 16])
plt.title("My first figure")
pub.publish(plt.gcf())`;

/** Three steps to the first figure, in place of figures that aren't there yet. */
export function FirstFigure() {
  return (
    <Section title="Three steps to your first figure">
      <ol className={css['steps']}>
        <Step number={1} title="Install the client">
          <Snippet label="the command" text="pip install gofigr matplotlib" />
        </Step>
        <Step number={2} title="Create a key">
          <Text size="sm" mb="sm">
            On your account page. It comes with the file <code>.gofigr</code>, which tells the client about this server
            ({window.location.origin}) and who you are.
          </Text>
          <ButtonLink to="/account" leftSection={<IconKey size={16} />}>
            Go to API Keys
          </ButtonLink>
        </Step>
        <Step number={3} title="Publish from Python">
          <Snippet label="the Python lines" text={SCRIPT} />
        </Step>
      </ol>
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
