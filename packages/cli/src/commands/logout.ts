export const logout = async (...args: unknown[]) => console.log(args);
