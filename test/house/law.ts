/**
 * The rooms of the house as law: what each may import. A room imports only from floors below its own, and of
 * packages only those its row names. `node:` stands for Node's own modules.
 */
export interface Room {
  /** Path from the top: a folder, or a file. The longest that fits a file is its room. */
  readonly place: string
  readonly floor: number
  readonly packages: readonly string[]
  /** Where set, only these rooms, whatever the floors say. */
  readonly only?: readonly string[]
}

const rendererPackages = [
  'react',
  'react-dom',
  'react-aria-components',
  'lucide-react',
  'zustand',
  'date-fns',
  '@date-fns/tz',
  '@internationalized/date',
]

export const rooms: readonly Room[] = [
  { place: 'preload/contract', floor: 0, packages: ['zod'] },
  { place: 'preload/bridge.ts', floor: 1, packages: ['electron'], only: ['preload/contract'] },
  { place: 'main/engine', floor: 0, packages: ['date-fns', '@date-fns/tz'] },
  { place: 'main/icalendar', floor: 0, packages: ['windows-iana', 'node:'] },
  { place: 'main/store', floor: 1, packages: ['better-sqlite3', 'node:'] },
  { place: 'main/network', floor: 1, packages: ['node:'] },
  { place: 'main/calendars', floor: 2, packages: ['saxes', 'zod', 'node:'] },
  { place: 'main/tunnel', floor: 2, packages: ['localtunnel', 'zod', 'node:'] },
  { place: 'main/scheduling', floor: 3, packages: ['node:'] },
  { place: 'main/delivery', floor: 3, packages: ['nodemailer', 'node:'] },
  { place: 'main/site', floor: 4, packages: ['express', 'react', 'react-dom', 'zod', 'node:'] },
  {
    place: 'main/api',
    floor: 4,
    packages: ['express', 'react', 'react-dom', 'zod', '@date-fns/tz', 'date-fns', 'node:'],
  },
  { place: 'main/desk', floor: 4, packages: ['express', 'node:'] },
  { place: 'main/desk/over-ipc.ts', floor: 4, packages: ['electron'] },
  { place: 'main/host', floor: 5, packages: ['node:'] },
  { place: 'main/shell', floor: 6, packages: ['electron', 'node:'] },
  { place: 'main/electron.ts', floor: 7, packages: ['electron', 'node:'] },
  { place: 'main/run-headless.ts', floor: 7, packages: ['node:'] },
  { place: 'main/headless.ts', floor: 8, packages: ['node:'], only: ['main/run-headless.ts'] },
  { place: 'main/ensure-built.ts', floor: 0, packages: ['node:'] },
  { place: 'main/start.ts', floor: 8, packages: ['node:'], only: ['main/ensure-built.ts'] },
  { place: 'renderer/time', floor: 1, packages: rendererPackages, only: ['preload/contract'] },
  {
    place: 'renderer/client',
    floor: 1,
    packages: rendererPackages,
    only: ['preload/contract', 'renderer/time'],
  },
  {
    place: 'renderer/components',
    floor: 2,
    packages: rendererPackages,
    only: ['preload/contract', 'renderer/time'],
  },
  {
    place: 'renderer/state',
    floor: 2,
    packages: rendererPackages,
    only: ['preload/contract', 'renderer/client', 'renderer/time'],
  },
  {
    place: 'renderer/screens',
    floor: 3,
    packages: rendererPackages,
    only: ['preload/contract', 'renderer/state', 'renderer/components', 'renderer/time', 'renderer/client'],
  },
  {
    place: 'renderer/main.tsx',
    floor: 4,
    packages: rendererPackages,
    only: ['renderer/screens', 'renderer/state', 'renderer/client', 'renderer/components', 'renderer/time'],
  },
]

export interface Import {
  /** Path from the top. */
  readonly from: string
  /** A path from the top, or the name of a package. */
  readonly to: string
  readonly isPackage: boolean
}

const inside = (file: string, place: string) => file === place || file.startsWith(`${place}/`)

export function roomOf(file: string): Room | null {
  const fitting = rooms.filter(r => inside(file, r.place))
  return fitting.sort((a, b) => b.place.length - a.place.length)[0] ?? null
}

/** A sentence for each import that the law forbids. */
export function findBreaches(imports: readonly Import[]): string[] {
  return imports.flatMap(i => {
    const why = breach(i)
    return why === null ? [] : [`${i.from} imports ${i.to}: ${why}`]
  })
}

function breach({ from, to, isPackage }: Import): string | null {
  const room = roomOf(from)
  if (room === null) return 'the file stands in no room of the law'
  if (isPackage) return packageBreach(room, to)
  const target = roomOf(to)
  if (target === null) return neighbourAsset(from, to) ? null : 'what it imports stands in no room'
  if (target.place === room.place || inside(room.place, target.place) || inside(target.place, room.place))
    return null
  if (room.only !== undefined)
    return room.only.includes(target.place) ? null : `${room.place} may not look there`
  if (from.startsWith('main/') && to.startsWith('renderer/')) return 'main never imports from renderer'
  return target.floor < room.floor
    ? null
    : `floor ${room.floor} may not look up or across to floor ${target.floor}`
}

function packageBreach(room: Room, name: string): string | null {
  const wanted = name.startsWith('node:') ? 'node:' : name
  const allowed = room.packages.some(p => wanted === p || wanted.startsWith(`${p}/`))
  return allowed ? null : `${room.place} may not use this package`
}

/** Styles beside the code that shows them, and the project's own package.json for the version. */
function neighbourAsset(from: string, to: string): boolean {
  return (to.endsWith('.css') && from.split('/')[0] === to.split('/')[0]) || to === 'package.json'
}
