import type { Draft } from '../../state/draft.ts'

/** For `memo`: a part of the form is drawn again only when one of the keys that it shows has changed. */
export function sameIn(...keys: readonly (keyof Draft)[]) {
  return (before: { readonly draft: Draft }, after: { readonly draft: Draft }) =>
    keys.every(key => before.draft[key] === after.draft[key])
}
