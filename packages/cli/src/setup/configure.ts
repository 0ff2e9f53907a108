export const configure = async (...args: unknown[]) => console.log(args);
