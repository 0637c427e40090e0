/** Names of elements as `xml.ts` spells them. */
export const dav = {
  multistatus: 'DAV: multistatus',
  response: 'DAV: response',
  href: 'DAV: href',
  propstat: 'DAV: propstat',
  prop: 'DAV: prop',
  status: 'DAV: status',
  syncToken: 'DAV: sync-token',
  getetag: 'DAV: getetag',
  resourcetype: 'DAV: resourcetype',
  collection: 'DAV: collection',
  displayname: 'DAV: displayname',
  currentUserPrincipal: 'DAV: current-user-principal',
  currentUserPrivilegeSet: 'DAV: current-user-privilege-set',
  privilege: 'DAV: privilege',
} as const

const calendaring = 'urn:ietf:params:xml:ns:caldav'
export const caldav = {
  calendar: `${calendaring} calendar`,
  calendarData: `${calendaring} calendar-data`,
  calendarHomeSet: `${calendaring} calendar-home-set`,
  calendarUserAddressSet: `${calendaring} calendar-user-address-set`,
  scheduleOutboxUrl: `${calendaring} schedule-outbox-URL`,
  supportedComponents: `${calendaring} supported-calendar-component-set`,
  uniqueSchedulingObject: `${calendaring} unique-scheduling-object-resource`,
  noUidConflict: `${calendaring} no-uid-conflict`,
} as const

export const calendarColor = 'http://apple.com/ns/ical/ calendar-color'
