import { ensureBuilt } from '../../main/ensure-built.ts'
import { installCaldavServers } from './caldav-servers/install.ts'

/** Tests that run the program run what users run: the built one. Those of CalDAV run real servers. */
export function setup(): void {
  ensureBuilt()
  installCaldavServers()
}
