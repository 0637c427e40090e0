import type { RefusalRules } from '../cloud/status-fault.ts'

/** Calendar API v3, "Handle API errors" and "Manage quotas": what comes as 403 though it means "later". */
export const googleRules: RefusalRules = {
  name: 'Google Calendar',
  throttling: [
    'rateLimitExceeded',
    'userRateLimitExceeded',
    'quotaExceeded',
    'dailyLimitExceeded',
    'calendarUsageLimitsExceeded',
  ],
  full: [],
  sentences: {
    accessNotConfigured: {
      kind: 'forbidden',
      message:
        'The Google Calendar API is not enabled in your Google project. Enable it in the Google Cloud console; Google needs a minute or two after that.',
    },
    insufficientPermissions: {
      kind: 'sign_in',
      message: 'This sign-in does not cover your calendars. Sign in again and tick every box.',
    },
    requiredAccessLevel: {
      kind: 'forbidden',
      message: 'Google Calendar lets this account read this calendar, but not change it.',
    },
    forbiddenForNonOrganizer: {
      kind: 'forbidden',
      message: 'Somebody else organizes this event; at Google Calendar only they can change it.',
    },
  },
}
