/** The addresses that the shells themselves use. Features keep theirs beside their own queries. */
export const paths = {
  session: "/api/session",
  live: "/api/live",
  notices: "/api/notifications",
  files: "/api/files",
  objects: "/api/objects",
  people: "/api/directory/people",
  teams: "/api/directory/teams",
} as const;

export const recordsPath = (object: string) => `/api/records/${object}`;
export const recordPath = (object: string, id: number) => `/api/records/${object}/${id}`;
