import type { FastifyRequest } from 'fastify';
import { networkOf } from '../../../kernel/network.ts';

/** Identifies the caller of a picture: the user, or the network of a caller who has not signed in. */
export const callerOf = ({ principal, ip }: FastifyRequest): string =>
  principal.kind === 'user' ? principal.userId : networkOf(ip);
