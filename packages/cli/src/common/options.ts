/** Options of every command that sends requests. */
export interface SharedOptions {
  url?: string;
  configPath?: string;
  json?: true;
  /** File or folder of trusted certificates. `run` applies it. */
  ca?: string;
}
