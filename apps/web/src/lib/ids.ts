const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** Tells whether an ID in an address is an API ID. Otherwise it is a short ID. */
export const isUuid = (id: string): boolean => UUID.test(id);
