export interface PreventableEvent {
  defaultPrevented: boolean
  preventDefault(): void
}

/** An event as Electron hands it to listeners that may say no; `details` become its own properties. */
export function preventableEvent<Details extends object>(details: Details): Details & PreventableEvent {
  const event = {
    ...details,
    defaultPrevented: false,
    preventDefault() {
      event.defaultPrevented = true
    },
  }
  return event
}
