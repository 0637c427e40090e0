/**
 * The desk speaks English, so dates are written in English too, but with the reader's own habits: whose English,
 * 12 or 24 hours, and the day a week begins with.
 */
export function deskLocale(languages: readonly string[]): string {
  const english = languages.find(l => l.toLowerCase().startsWith('en'))
  const first = languages[0] ?? 'en-GB'
  if (english && first === english) return english
  const hours = new Intl.DateTimeFormat(first, { hour: 'numeric' }).resolvedOptions().hourCycle
  return `en-GB-u-hc-${hours === 'h12' ? 'h12' : 'h23'}`
}

/** 1 is Monday. */
export function firstWeekday(language: string): number {
  const locale = new Intl.Locale(language) as Intl.Locale & { getWeekInfo?: () => { firstDay: number } }
  return locale.getWeekInfo?.().firstDay ?? 1
}

const languages = globalThis.navigator?.languages ?? ['en-GB']

export const locale = deskLocale(languages)
export const weekStartsOn = firstWeekday(languages[0] ?? 'en-GB')
