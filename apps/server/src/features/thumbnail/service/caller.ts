import type { FastifyRequest } from 'fastify';
import { networkOf } from '../../../kernel/network.ts';

/** Who asks for a picture: the user, or the network of somebody who has not signed in. */
export const callerOf = ({ principal, ip }: FastifyRequest): string =>
  principal.kind === 'user' ? principal.userId : networkOf(ip);
