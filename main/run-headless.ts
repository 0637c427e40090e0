import { spawn } from 'node:child_process'
import { whyNotStarted } from './host/cannot-start.ts'
import { builtFiles, startHost } from './host/create-host.ts'
import { createLog, keepRunning } from './host/log.ts'
import { machineClock } from './host/machine.ts'
import { BadOption, type Options, readOptions, usage } from './host/options.ts'
import { readyLine } from './host/ready-line.ts'
import { version } from './host/version.ts'

/** Openslot under plain Node: the desk is served to a browser on this machine. */
async function main(): Promise<void> {
  const options = readOptions(process.argv.slice(2), process.env)
  if (options === 'help') return void process.stdout.write(`${usage}\n`)
  const log = createLog(line => void process.stderr.write(line), machineClock.now)
  keepRunning(log)
  const host = await startHost(options, { files: builtFiles(import.meta.dirname), version, log })
  stopOnSignal(host)
  await host.reachSettled()
  const ready = readyLine(host, {
    host: 'headless',
    dataDir: options.dataDir,
    startedInMs: performance.now(),
  })
  if (options.json) process.stdout.write(`${JSON.stringify(ready)}\n`)
  else greet(options, ready)
}

function greet(options: Options, ready: ReturnType<typeof readyLine>): void {
  const reached = ready.publicUrl ?? `${ready.siteUrl} (this machine only)`
  process.stdout.write(
    `Openslot is running.\n  Your desk:     ${ready.deskUrl}\n  Booking site:  ${reached}\n  Data:          ${options.dataDir}\nCtrl-C stops it.\n`,
  )
  openBrowser(ready.deskUrl)
}

/** In a desktop session the desk opens by itself; elsewhere the address is enough. */
function openBrowser(url: string): void {
  const opener = { darwin: 'open', win32: 'explorer', linux: 'xdg-open' }[process.platform as string]
  const display = process.platform !== 'linux' || process.env['DISPLAY'] || process.env['WAYLAND_DISPLAY']
  if (opener === undefined || !display || !process.stdout.isTTY) return
  spawn(opener, [url], { stdio: 'ignore', detached: true })
    .on('error', () => {})
    .unref()
}

function stopOnSignal(host: { stop(): Promise<void> }): void {
  let stopping = false
  const stop = () => {
    if (stopping) process.exit(130)
    stopping = true
    host.stop().then(
      () => process.exit(0),
      () => process.exit(1),
    )
  }
  process.on('SIGINT', stop)
  process.on('SIGTERM', stop)
}

main().catch((cause: unknown) => {
  process.stderr.write(`${whyNotStarted(cause)}\n${cause instanceof BadOption ? `\n${usage}\n` : ''}`)
  process.exitCode = cause instanceof BadOption ? 2 : 1
})
