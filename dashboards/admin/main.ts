import { showDashboard } from './dashboard.ts'
import { createClient, Refusal } from './parts/client.ts'
import { showSignIn } from './sign-in.ts'

const key = 'marginalia:admin-token'

/** The token is kept for this tab alone, and only until it is closed. */
function start(message?: string) {
  const token = sessionStorage.getItem(key)
  if (token === null) return signIn(message)
  // Whoever has signed in at Cloudflare Access needs none.
  showDashboard(createClient(token === '' ? undefined : token), {
    signOut: () => signOut('You are signed out.'),
    fail: (error) => {
      if (error instanceof Refusal && error.status === 401) signOut('The token is no longer right.')
    },
  })
}

function signIn(message?: string) {
  showSignIn(message, (token) => {
    sessionStorage.setItem(key, token)
    start()
  })
}

function signOut(message: string) {
  sessionStorage.removeItem(key)
  signIn(message)
}

start()
