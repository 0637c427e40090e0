/** What the tests use of Cronofy's SDK for Node, which ships no types of its own. Answers are what the wire says. */
declare module 'cronofy' {
  // biome-ignore lint/suspicious/noExplicitAny: JSON as it comes; the tests look into it
  type Answer = Promise<any>
  type Options = Readonly<Record<string, unknown>>

  class Cronofy {
    constructor(config: {
      readonly client_id?: string
      readonly client_secret?: string
      readonly access_token?: string
    })
    urls: { api: string }
    config: { access_token: string; refresh_token: string }
    applicationCalendar(options: Options): Answer
    userInfo(options?: Options): Answer
    listCalendars(options?: Options): Answer
    createEvent(options: Options): Answer
    deleteEvent(options: Options): Answer
    readEvents(options: Options): Answer
    freeBusy(options: Options): Answer
    upsertAvailabilityRule(options: Options): Answer
    listAvailabilityRules(options?: Options): Answer
    readAvailabilityRule(options: Options): Answer
    deleteAvailabilityRule(options: Options): Answer
    upsertAvailablePeriod(options: Options): Answer
    listAvailablePeriods(options: Options): Answer
    deleteAvailablePeriods(options: Options): Answer
    availability(options: Options): Answer
    sequencedAvailability(options: Options): Answer
    realTimeScheduling(options: Options): Answer
    realTimeSequencing(options: Options): Answer
    batch(options: Options): Answer
    refreshAccessToken(options?: Options): Answer
    revokeAuthorization(options?: Options): Answer
    hmacValid(options: { readonly hmac: string; readonly body: string }): boolean
    /** What its own methods are made of: it has none for reading and disabling links. */
    _httpGet(path: string, options: Options, callback: undefined, omitted: readonly string[]): Answer
    _httpPost(path: string, options: Options, callback: undefined, omitted: readonly string[]): Answer
  }
  export = Cronofy
}
