import { type Static, Type } from 'typebox';
import { InvitedKind } from './objects.ts';
import { operation } from './operation.ts';
import { answer, Id, Json, nullable, sent, Time } from './schemas.ts';

/** Usernames appear in URLs without escaping (docs/protocol.md, section 11). */
export const USERNAME_PATTERN = '^(?!\\.{1,2}$)[A-Za-z0-9_.@+-]{1,150}$';
export const Username = Type.String({ pattern: USERNAME_PATTERN });
export const Password = Type.String({ minLength: 1, maxLength: 1000 });
export const EMAIL_PATTERN = '^[^@\\s\\u0000-\\u001f\\u007f-\\u009f]+@[^@\\s\\u0000-\\u001f\\u007f-\\u009f]+$';
export const Email = Type.String({ maxLength: 254, pattern: EMAIL_PATTERN });
const PersonName = Type.String({ maxLength: 150, pattern: '^[^\\u0000-\\u001f\\u007f-\\u009f]*$' });

export const User = answer('User', {
  username: Type.String(),
  first_name: Type.String(),
  last_name: Type.String(),
  email: Type.String(),
  date_joined: Time,
  is_active: Type.Boolean(),
  is_staff: Type.Boolean({ description: 'Administrator of this server' }),
  avatar: nullable(Type.String({ description: 'A PNG in base64' })),
  user_profile: Json,
});
export type User = Static<typeof User>;

const UsernameParams = Type.Object({ username: Type.String() });

export const user = {
  list: operation({
    id: 'user.list',
    method: 'GET',
    path: '/user/',
    summary: 'The caller, as a list of one',
    access: 'user',
    keys: { publish: true },
    device: true,
    status: 200,
    answer: Type.Array(User),
  }),
  get: operation({
    id: 'user.get',
    method: 'GET',
    path: '/user/:username/',
    summary: 'A user',
    description:
      'Answers yourself and users in a common workspace, and to administrators everyone. Other users are 403.',
    access: 'user',
    params: UsernameParams,
    status: 200,
    answer: User,
    errors: ['not_allowed', 'not_found'],
  }),
  update: operation({
    id: 'user.update',
    method: 'PUT',
    path: '/user/:username/',
    summary: "Change the caller's own names, avatar and profile",
    description: 'Mail, dates and flags in the body are ignored. `user_profile` replaces the whole old one.',
    access: 'self',
    params: UsernameParams,
    body: sent({
      username: Type.Optional(Type.String()),
      first_name: Type.Optional(nullable(PersonName)),
      last_name: Type.Optional(nullable(PersonName)),
      avatar: Type.Optional(nullable(Type.String({ maxLength: 2_000_000 }))),
      user_profile: Type.Optional(Json),
    }),
    status: 200,
    answer: User,
    errors: ['not_allowed', 'not_found', 'invalid_request'],
  }),
};

export const Person = answer('Person', {
  username: Type.String(),
  first_name: Type.String(),
  last_name: Type.String(),
  has_avatar: Type.Boolean({ description: 'Tells whether `user/{username}/avatar/` has a picture' }),
});
export type Person = Static<typeof Person>;

/** Most usernames in one request for their people. */
export const MAX_PEOPLE = 100;

export const people = {
  list: operation({
    id: 'people.list',
    method: 'GET',
    path: '/people/',
    summary: 'People whom the caller knows, and the caller, by name; some of them with `find` or `usernames`',
    description:
      'They share a workspace or an organization with the caller, and both sides have accepted. Answers without pictures.',
    access: 'user',
    query: Type.Object({
      find: Type.Optional(
        Type.String({
          maxLength: 200,
          description: 'Part of a name, a username or a mail address. Finds only people with open accounts',
        }),
      ),
      usernames: Type.Optional(
        Type.String({ maxLength: 8000, description: `Up to ${MAX_PEOPLE} usernames with commas between them` }),
      ),
      limit: Type.Optional(Type.String({ pattern: '^[0-9]{1,3}$', description: 'From 1 to 200; default 100' })),
    }),
    status: 200,
    answer: Type.Array(Person),
    errors: ['invalid_request'],
  }),
  avatar: operation({
    id: 'user.avatar',
    method: 'GET',
    path: '/user/:username/avatar/',
    summary: 'A small picture of a user, drawn anew from the avatar; 404 if there is none',
    description: 'For the same callers as the user.',
    access: 'user',
    params: UsernameParams,
    status: 200,
    bytes: 'image/webp',
    errors: ['not_allowed', 'not_found', 'unavailable'],
  }),
};

const Credentials = sent({ username: Type.String({ maxLength: 1000 }), password: Password });

export const token = {
  obtain: operation({
    id: 'token.obtain',
    method: 'POST',
    path: '/token/',
    root: 'bare',
    summary: 'Sign in with a password, for an access and a refresh token',
    description: 'Form or JSON. Takes only the username, in its exact case.',
    access: 'public',
    body: Credentials,
    status: 200,
    answer: answer('TokenPair', { access: Type.String(), refresh: Type.String() }),
    errors: ['sign_in_failed', 'account_disabled', 'too_many_attempts'],
  }),
  refresh: operation({
    id: 'token.refresh',
    method: 'POST',
    path: '/token/refresh/',
    root: 'bare',
    summary: 'Get a new access token for a refresh token',
    access: 'public',
    body: sent({ refresh: Type.String({ maxLength: 1000 }) }),
    status: 200,
    answer: answer('AccessToken', { access: Type.String() }),
    errors: ['token_not_valid'],
  }),
};

export const Session = answer('Session', { user: nullable(User) });
export type Session = Static<typeof Session>;

export const NewSession = answer('NewSession', {
  user: User,
  joined: nullable(
    answer('Joined', {
      kind: InvitedKind,
      api_id: Type.String({ ...Id, description: 'Of what the invitation was for' }),
    }),
  ),
});
export type NewSession = Static<typeof NewSession>;

export const session = {
  get: operation({
    id: 'session.get',
    method: 'GET',
    path: '/session/',
    summary: 'The user of the session; `user` is null if nobody is signed in',
    access: 'public',
    status: 200,
    answer: Session,
  }),
  create: operation({
    id: 'session.create',
    method: 'POST',
    path: '/session/',
    summary: 'Sign in to the web app; sets a session cookie',
    description: 'Takes the username, or the mail address if only one account has it.',
    access: 'public',
    body: Credentials,
    status: 200,
    answer: Session,
    errors: ['sign_in_failed', 'account_disabled', 'too_many_attempts'],
  }),
  delete: operation({
    id: 'session.delete',
    method: 'DELETE',
    path: '/session/',
    summary: 'Sign out; the session ends on the server',
    access: 'public',
    status: 204,
  }),
};

export const SignIn = answer('SignIn', {
  api_id: Id,
  kind: Type.Union([Type.Literal('session'), Type.Literal('refresh')], {
    description: '`session`: the web app; `refresh`: a client that signed in with the password',
  }),
  created: Time,
  last_used: nullable(Time),
  expiry: Time,
  address: nullable(Type.String()),
  client: nullable(Type.String({ description: 'From the User-Agent' })),
  current: Type.Boolean({ description: 'The sign-in used for this request' }),
});
export type SignIn = Static<typeof SignIn>;

/** Active sign-ins of the caller. Not with an API key, because a key must not end its owner's sessions. */
export const signIns = {
  list: operation({
    id: 'sign_in.list',
    method: 'GET',
    path: '/sign_in/',
    summary: "The caller's active sign-ins by password, newest first",
    access: 'person',
    status: 200,
    answer: Type.Array(SignIn),
  }),
  delete: operation({
    id: 'sign_in.delete',
    method: 'DELETE',
    path: '/sign_in/:id/',
    summary: 'End a sign-in immediately',
    access: 'person',
    params: Type.Object({ id: Type.String() }),
    status: 204,
    errors: ['not_found'],
  }),
  deleteOthers: operation({
    id: 'sign_in.delete_others',
    method: 'DELETE',
    path: '/sign_in/',
    summary: 'End all other sign-ins',
    access: 'person',
    status: 204,
  }),
};

export const password = {
  change: operation({
    id: 'password.change',
    method: 'POST',
    path: '/password/',
    summary: 'Change the password; all other sessions and tokens end, API keys stay valid',
    access: 'person',
    body: sent({ current: Password, password: Password }),
    status: 204,
    errors: ['wrong_password', 'weak_password', 'too_many_attempts'],
  }),
  forgot: operation({
    id: 'password.forgot',
    method: 'POST',
    path: '/password/forgot/',
    summary: 'Request a link by mail that sets a new password',
    description: 'The answer does not reveal whether the user exists.',
    access: 'public',
    body: sent({
      account: Type.String({
        minLength: 1,
        maxLength: 254,
        description: 'Username or mail address',
      }),
    }),
    status: 204,
    errors: ['unavailable', 'too_many_attempts'],
  }),
  reset: operation({
    id: 'password.reset',
    method: 'POST',
    path: '/password/reset/',
    summary: 'Set a new password with a link from a mail or an administrator; ends all sessions and tokens',
    access: 'public',
    body: sent({
      token: Type.String({ maxLength: 1000 }),
      password: Password,
      revoke_keys: Type.Optional(Type.Boolean({ description: "Revoke all of the user's API keys too" })),
    }),
    status: 204,
    errors: ['reset_link_not_valid', 'weak_password', 'too_many_attempts'],
  }),
};

/** Rules for the names and the mail address of a new account, wherever it comes from. */
export const AccountNames = {
  username: Username,
  email: Email,
  first_name: Type.Optional(PersonName),
  last_name: Type.Optional(PersonName),
};

const { username, email, ...personNames } = AccountNames;
const NewAccount = { username, email, password: Password, ...personNames };

export const setup = {
  create: operation({
    id: 'setup.create',
    method: 'POST',
    path: '/setup/',
    summary: 'Create the first administrator with the one-time set-up link',
    access: 'public',
    body: sent({ token: Type.String({ maxLength: 1000 }), ...NewAccount }),
    status: 201,
    answer: Session,
    errors: ['setup_link_not_valid', 'already_exists', 'weak_password', 'invalid_request', 'too_many_attempts'],
  }),
};

export const registration = {
  create: operation({
    id: 'registration.create',
    method: 'POST',
    path: '/registration/',
    summary: 'Create an account, if the server allows it or with an invitation',
    description: 'This also accepts the invitation. If registration is closed, an invitation does not allow it.',
    access: 'public',
    body: sent({ ...NewAccount, invitation: Type.Optional(nullable(Type.String({ maxLength: 200 }))) }),
    status: 201,
    answer: NewSession,
    errors: [
      'registration_closed',
      'not_found',
      'already_exists',
      'weak_password',
      'invalid_request',
      'too_many_attempts',
    ],
  }),
};
