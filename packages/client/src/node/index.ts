/** Files and configuration, for Node and Deno. */
export { isEncodedAs } from '../bytes/encoding.ts';
export { parseExact } from '../exact-json.ts';
export {
  CONFIG_NAME,
  type ConfigChanges,
  ConfigError,
  type ConfigFile,
  type ConfigLocations,
  type Connection,
  findConfig,
  readConfig,
  updateConfig,
  writeConfig,
} from './config-file.ts';
export { clientFor, connect } from './connect.ts';
export { code, file, fileSource, image, table, text } from './files.ts';
export { machineName } from './machine.ts';
export { makeFolder } from './make-folder.ts';
export { certificatesIn, proxyFor } from './network.ts';
export { networkFetch } from './network-fetch.ts';
export { noticeOnceADay, stateFolder } from './notice.ts';
export { type Profile, profilesOf, removeProfile, switchProfile, UNNAMED, useConnection } from './profiles.ts';
export { isGiven, loadSettings, type Origin, type Setting, type Settings, type SettingsOptions } from './settings.ts';
export { type Unfit, type Use, unfitFor } from './unfit.ts';
