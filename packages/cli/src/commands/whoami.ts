export const whoami = async (...args: unknown[]) => console.log(args);
