/** The addresses that the shells themselves use. Features keep theirs beside their own queries. */
export const paths = {
  session: "/api/session",
  live: "/api/live",
  notices: "/api/notifications",
  files: "/api/files",
} as const;
