/** Where the platform's interface is found; on the bare host as well, for an API host. */
export const PATHS = ['/billmgr', '/manager/billmgr', '/'];

/** The path that links of a page begin with, however the request wrote it. */
export const basePath = (path: string): string => PATHS.find((known) => known === path) ?? '/billmgr';
