import type { Reason } from './messages.ts';

/** The source has no picture, for this reason. */
export class CannotDraw extends Error {
  readonly reason: Reason;

  constructor(reason: Reason, options?: ErrorOptions) {
    super(reason, options);
    this.reason = reason;
  }
}
