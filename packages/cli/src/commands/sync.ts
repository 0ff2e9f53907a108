export const sync = async (...args: unknown[]) => console.log(args);
