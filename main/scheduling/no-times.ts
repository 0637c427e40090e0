import type { LinkNoticeRow } from '../store/link-notices.ts'
import { wireTime } from './completed-callback.ts'
import { findLinkByToken, type StoredLink } from './links.ts'
import { showLinkOnWire } from './wire-link.ts'
import type { World } from './world.ts'

/** As many replies are kept of one link, so that whoever has its address cannot fill the disk. */
const mostReplies = 20
const hourMs = 3_600_000

export interface NoTimesReply {
  /** From the page: sent twice, it is one reply. */
  readonly key: string
  readonly message: string
  readonly tzid: string
}

/** A recipient says that none of the times suits. The link stays open; the organizer and the program are told. */
export function tellNoTimesSuit(world: World, token: string, reply: NoTimesReply): StoredLink | null {
  const link = findLinkByToken(world, token)
  if (link === null || link.status !== 'open') return link
  const replies = world.store.linkNotices.of(link.linkId).filter(n => n.kind === 'no_times_suit')
  const isKnown = replies.some(r => r.noticeKey === reply.key)
  if (isKnown || replies.length >= mostReplies) return link
  const { key: noticeKey, message, tzid } = reply
  tell(world, link, { kind: 'no_times_suit', noticeKey, message, tzid })
  return link
}

/** An open page had nothing to show. People look again and again, so it is told at most once an hour. */
export function tellNoTimesShown(world: World, link: StoredLink, tzid: string): void {
  const [last] = world.store.linkNotices.of(link.linkId).filter(n => n.kind === 'no_times_shown')
  if (last !== undefined && Math.abs(world.clock.now() - last.createdMs) < hourMs) return
  tell(world, link, { kind: 'no_times_shown', noticeKey: 'latest', message: '', tzid })
}

type Told = Pick<LinkNoticeRow, 'kind' | 'noticeKey' | 'message' | 'tzid'>

function tell(world: World, link: StoredLink, told: Told): void {
  const { store, clock, randomness } = world
  const notice: LinkNoticeRow = { ...told, linkId: link.linkId, createdMs: clock.now() }
  const { noTimesSuitable, noTimesDisplayed } = link.template.callbackUrls
  const url = (told.kind === 'no_times_suit' ? noTimesSuitable : noTimesDisplayed) ?? null
  store.transact(() => {
    store.linkNotices.put(notice)
    if (url === null) return
    const delivery = { deliveryId: randomness.id('dlv'), linkId: link.linkId, bookingId: null }
    const payload = noTimesCallback(world, link, notice)
    store.outbox.add({ ...delivery, kind: 'webhook', subscriber: url, payload }, notice.createdMs)
  })
  const { summary } = link.template.event
  const { kind, message, createdMs } = notice
  world.announce('link.noTimes', { linkId: link.linkId, summary, kind, message, createdMs })
  world.announce('changed', { noun: 'links' })
}

const wireType = {
  no_times_suit: 'real_time_scheduling_no_times_suitable',
  no_times_shown: 'real_time_scheduling_no_times_displayed',
}

/** Without an `event` at the root: by that, a program that takes all callbacks at one address knows a booking. */
function noTimesCallback(world: World, link: StoredLink, notice: LinkNoticeRow) {
  const { kind, message, tzid, createdMs } = notice
  return {
    notification: { type: wireType[kind], triggered_at: wireTime(createdMs) },
    user: { tzid, ...(message === '' ? {} : { note: message }) },
    real_time_scheduling: showLinkOnWire(world, link).real_time_scheduling,
  }
}
