import type { Me } from '../../lib/admin/staff.ts'
import { showDashboard } from './dashboard.ts'
import { createClient, Refusal } from './parts/client.ts'
import { showSignIn } from './sign-in.ts'

const tokenKey = 'marginalia:admin-token'
const nameKey = 'marginalia:admin-name'
const roleKey = 'marginalia:admin-role'

/** The token is kept for this tab alone, and only until it is closed. */
function start(message?: string) {
  const token = sessionStorage.getItem(tokenKey)
  if (token === null) return signIn(message)
  // Whoever has signed in at Cloudflare Access needs none.
  showDashboard(createClient(token === '' ? undefined : token), whoIsHere(), {
    signOut: () => signOut('You are signed out.'),
    fail: (error) => {
      if (error instanceof Refusal && error.status === 401) signOut('The token is no longer right.')
    },
  })
}

/** Who has signed in. It says what is shown; what may be done is the API's to say. */
function whoIsHere(): Me {
  const role = sessionStorage.getItem(roleKey)
  const name = sessionStorage.getItem(nameKey) ?? ''
  return { name, role: role === 'viewer' || role === 'editor' ? role : 'owner' }
}

function signIn(message?: string) {
  showSignIn(message, (token, { name, role }) => {
    sessionStorage.setItem(nameKey, name)
    sessionStorage.setItem(roleKey, role)
    sessionStorage.setItem(tokenKey, token)
    start()
  })
}

function signOut(message: string) {
  for (const key of [tokenKey, nameKey, roleKey]) sessionStorage.removeItem(key)
  signIn(message)
}

start()
