import { accessRequest } from '@gofigr/contract';
import { originOf, type Route, route } from '../../kernel/http/index.ts';
import type { AccessRequestService } from './service.ts';
import { toAccessRequest } from './wire.ts';

export function accessRequestRoutes(service: AccessRequestService): Route[] {
  const ofKinds = (['analysis', 'figure', 'revision', 'asset', 'asset_revision'] as const).map((kind) =>
    route(accessRequest.ask[kind], async ({ principal, params, body, request }) =>
      service.ask({ principal, origin: originOf(request) }, { kind, id: params.id.toLowerCase() }, body.message ?? ''),
    ),
  );
  return [
    ...ofKinds,
    route(accessRequest.list, async ({ principal }) => (await service.open(principal)).map(toAccessRequest)),
    route(accessRequest.grant, async ({ principal, params, request }) =>
      service.answer({ principal, origin: originOf(request) }, params.id.toLowerCase(), true),
    ),
    route(accessRequest.decline, async ({ principal, params, request }) =>
      service.answer({ principal, origin: originOf(request) }, params.id.toLowerCase(), false),
    ),
  ];
}
