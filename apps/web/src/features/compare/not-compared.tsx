import { Notice } from '../../ui/notice.tsx';

/** Says why a part was not compared. It is never said to be equal. */
export const NotCompared = ({ what, reason }: { what: string; reason: string }) => (
  <Notice tone="warning" title={`${what}: not compared`} mb="lg">
    {`${reason.charAt(0).toUpperCase()}${reason.slice(1)}.`}
  </Notice>
);
