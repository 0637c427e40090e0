import type { Operation } from '../operation.ts'
import { account } from './account.ts'
import { applicationCalendars, oauth } from './application-calendars.ts'
import { availabilityOperation } from './availability.ts'
import { availabilityRules } from './availability-rules.ts'
import { availablePeriods } from './available-periods.ts'
import { calendars } from './calendars.ts'
import { events } from './events.ts'
import { freeBusy } from './free-busy.ts'
import { realTimeSchedulingOperations } from './real-time-scheduling.ts'
import { sequencedAvailability } from './sequenced-availability.ts'

/** Every endpoint but the batch, in the order in which the reference page tells of them. */
export const operations: readonly Operation[] = [
  ...realTimeSchedulingOperations,
  availabilityOperation,
  sequencedAvailability,
  ...availabilityRules,
  ...availablePeriods,
  ...calendars,
  ...events,
  freeBusy,
  applicationCalendars,
  ...oauth,
  ...account,
]
