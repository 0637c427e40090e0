import type { RefusalRules } from '../cloud/status-fault.ts'

/** Graph's error codes that say more than their status does. */
export const graphRules: RefusalRules = {
  name: 'Microsoft 365',
  throttling: ['ApplicationThrottled', 'TooManyRequests', 'ErrorServerBusy', 'ErrorExceededConnectionCount'],
  full: ['ErrorQuotaExceeded', 'QuotaLimitReached', 'ErrorMessageSizeExceeded'],
  sentences: {
    MailboxNotEnabledForRESTAPI: {
      kind: 'forbidden',
      message:
        'This Microsoft account has no calendar in the cloud, so Openslot cannot reach it there. Its calendar can be added as a feed or by CalDAV.',
    },
    ErrorAccessDenied: {
      kind: 'forbidden',
      message: 'Microsoft 365 does not let this account do that with this calendar.',
    },
  },
}
