export const publish = async (...args: unknown[]) => console.log(args);
