/** The options that every command has which talks to a server. */
export interface SharedOptions {
  url?: string;
  configPath?: string;
  json?: true;
}
