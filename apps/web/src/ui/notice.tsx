import { Alert, type AlertProps } from '@mantine/core';
import css from './notice.module.css';

/** Shows a calm note: a thin border and little colour, in both themes. Title and text may hold names of users. */
export function Notice({
  tone,
  title,
  children,
  ...props
}: Omit<AlertProps, 'color' | 'variant'> & { tone: 'warning' | 'good' | 'plain' }) {
  return (
    <Alert
      color="gray"
      classNames={{ root: `${css['notice']} ${css[tone]}`, icon: css['icon'] ?? '' }}
      title={title && <span dir="auto">{title}</span>}
      {...props}
    >
      {children && <div dir="auto">{children}</div>}
    </Alert>
  );
}
