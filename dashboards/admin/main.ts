import { showDashboard } from './dashboard.ts'
import { type Client, createClient, Refusal } from './parts/client.ts'
import { showSignIn } from './sign-in.ts'

const key = 'marginalia:admin-token'

/** The token is kept for this tab alone, and only until it is closed. */
function start(message?: string) {
  const token = sessionStorage.getItem(key)
  if (token === null) return message === undefined ? void startSignedIn() : signIn(message)
  show(createClient(token))
}

/** Where Cloudflare Access stands before the deployment and knows the caller, no token is asked for. */
async function startSignedIn() {
  const client = createClient(undefined)
  const isSignedIn = await client.get('/v1/admin/me', AbortSignal.timeout(10_000)).then(
    () => true,
    () => false,
  )
  if (isSignedIn) show(client)
  else signIn(undefined)
}

function show(client: Client) {
  showDashboard(client, {
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
