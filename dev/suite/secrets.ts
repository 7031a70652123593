/** The development secrets: known to everyone, refused unless ALLOW_DEVELOPMENT_SECRETS is set. */
export const developmentSecrets = {
  ADMIN_TOKEN: 'dev-admin-token',
  SESSION_SECRET: 'dev-session-secret-known-to-everyone',
  IDENTITY_SECRET: 'dev-identity-secret-known-to-everyone',
  WEBHOOK_SECRET_KEY: 'dev-webhook-secret-key-known-to-everyone',
  ALLOW_DEVELOPMENT_SECRETS: 'true',
} as const
