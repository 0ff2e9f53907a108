import { Alert, type AlertProps } from '@mantine/core';
import css from './notice.module.css';

/** Shows a calm note: a thin border and little colour, in both themes. */
export function Notice({
  tone,
  ...props
}: Omit<AlertProps, 'color' | 'variant'> & { tone: 'warning' | 'good' | 'plain' }) {
  return (
    <Alert color="gray" classNames={{ root: `${css['notice']} ${css[tone]}`, icon: css['icon'] ?? '' }} {...props} />
  );
}
