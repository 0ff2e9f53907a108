import { dayOf, textOf, timesOf } from '../../lib/days.ts';

/** Filters of activity, as an address has them. Days are those of the viewer. */
export interface ActivitySearch {
  user?: string | undefined;
  from?: string | undefined;
  to?: string | undefined;
}

/** Reads the filters in an address. */
export const activitySearchOf = (search: Record<string, unknown>): ActivitySearch => ({
  user: textOf(search['user']),
  from: dayOf(search['from']),
  to: dayOf(search['to']),
});

/** The filters as the server takes them. */
export const activityFilterOf = ({ user, from, to }: ActivitySearch) => ({
  ...(user && { user }),
  ...timesOf({ from, to }),
});
