/** What those who run a deployment may do, each all that the one before may. */
export const roles = ['viewer', 'editor', 'owner'] as const

export type Role = (typeof roles)[number]

/** Whose token an admin route was called with. */
export interface Member {
  name: string
  role: Role
}

/** Who runs a deployment, and what they did. */
export interface Staff {
  /** Whose token it is; undefined for nobody's. */
  memberOf: (token: string) => Promise<Member | undefined>
  /** Who has signed in at Cloudflare Access, where that stands before this deployment. */
  memberByAccess: (assertion: string) => Promise<Member | undefined>
  /** Writes down what is about to be done. */
  record: (entry: { member: Member; action: string; target: object }) => Promise<void>
}

export const may = (role: Role, least: Role): boolean => roles.indexOf(role) >= roles.indexOf(least)
