export const download = async (...args: unknown[]) => console.log(args);
