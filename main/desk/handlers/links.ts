import { createDeskLink, disableLink, findLink, listLinks, showLink } from '../../scheduling/links.ts'
import type { HandlersOf } from '../desk.ts'

export const linkHandlers: HandlersOf<'links'> = {
  'links.list': ({ world }) => listLinks(world),
  'links.read': ({ world }, { linkId }) => showLink(world, findLink(world, linkId)),
  'links.create': ({ world }, input) => createDeskLink(world, input),
  'links.disable': ({ world }, { linkId, displayMessage }) =>
    showLink(world, disableLink(world, linkId, displayMessage)),
}
