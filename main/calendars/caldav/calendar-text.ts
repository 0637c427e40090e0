/** Whether it is, whole, what RFC 5545 calls an iCalendar object: a web page or half a text must not pass for one. */
export function isCalendarText(text: string): boolean {
  return (
    /^\s*BEGIN:VCALENDAR\s/i.test(text.slice(0, 200).replace(/^\ufeff/, '')) &&
    /END:VCALENDAR\s*$/i.test(text.slice(-200))
  )
}
