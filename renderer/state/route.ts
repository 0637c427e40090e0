import { create } from 'zustand'

export type Route =
  | { readonly screen: 'today' }
  | { readonly screen: 'new' }
  | { readonly screen: 'links'; readonly id: string | null }
  | { readonly screen: 'bookings'; readonly id: string | null }
  | { readonly screen: 'calendars' }
  | { readonly screen: 'settings' }
export type Screen = Route['screen']

export function routeOf(hash: string): Route {
  const [screen = '', id] = hash.replace(/^#\/?/, '').split('/')
  if (screen === 'links' || screen === 'bookings') return { screen, id: id ? decodeURIComponent(id) : null }
  if (screen === 'new' || screen === 'calendars' || screen === 'settings') return { screen }
  return { screen: 'today' }
}

/** Hash addresses, because the same files are served over http and under the app's own scheme. */
export function hrefOf(screen: Screen, id?: string): string {
  return id === undefined ? `#/${screen}` : `#/${screen}/${encodeURIComponent(id)}`
}

export const useRoute = create<{ readonly route: Route }>()(() => ({ route: { screen: 'today' } }))

export function go(screen: Screen, id?: string): void {
  window.location.hash = hrefOf(screen, id)
}

export function followHash(window: Window): () => void {
  const read = () => useRoute.setState({ route: routeOf(window.location.hash) })
  read()
  window.addEventListener('hashchange', read)
  return () => window.removeEventListener('hashchange', read)
}
