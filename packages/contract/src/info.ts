/** Facts about the server (docs/protocol.md, section 2). */
import { type Static, Type } from 'typebox';
import { PUBLISH_TYPE } from './blob.ts';
import { operation } from './operation.ts';
import { answer, nullable } from './schemas.ts';

export const Registration = Type.Union([Type.Literal('invite'), Type.Literal('open'), Type.Literal('closed')]);
export type Registration = Static<typeof Registration>;

export const Info = answer('Info', {
  version: Type.String(),
  ai_enabled: Type.Boolean(),
  auth0_domain: nullable(Type.String()),
  auth0_cli_client_id: nullable(Type.String()),
  auth0_audience: nullable(Type.String()),
  device_login: Type.Boolean({ description: 'Tells whether terminals sign in here by a browser, on any scheme' }),
  registration: Registration,
  set_up: Type.Boolean({ description: 'False while there are no users; then only the set-up link works' }),
  mail: Type.Boolean({ description: 'Tells whether the server can send mail' }),
  public_url: Type.String({ description: 'Base of links, QR codes and `.gofigr` files' }),
  binary: answer('BinaryUploads', {
    part_bytes: Type.Integer({ description: 'Size of the parts of `PUT blob/{hash}/`' }),
    publish_type: Type.Literal(PUBLISH_TYPE, {
      description: 'Content type of a publish with its bytes as they are, after its JSON',
    }),
  }),
});
export type Info = Static<typeof Info>;

export const info = operation({
  id: 'info.get',
  method: 'GET',
  path: '/info/',
  summary: 'Version and features of this server',
  access: 'public',
  status: 200,
  answer: Info,
});
