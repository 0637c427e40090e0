import fs from 'node:fs'
import path from 'node:path'
import Database from 'better-sqlite3'
import { migrations } from './migrations/all.ts'

export type { Database } from 'better-sqlite3'

/** Another Openslot has this data folder open. */
export class DataFolderInUse extends Error {
  constructor(folder: string) {
    super(
      `Another Openslot is using the data folder ${folder}. Stop it, or name another folder with --data-dir.`,
    )
    this.name = 'DataFolderInUse'
  }
}

/** The folder cannot be made, read or written. */
export class DataFolderUnusable extends Error {
  constructor(folder: string, cause: unknown) {
    const why = cause instanceof Error ? cause.message : String(cause)
    super(`The data folder ${folder} cannot be used: ${why}. Name another with --data-dir.`, { cause })
    this.name = 'DataFolderUnusable'
  }
}

/** The database was written by a later version of the program. Nothing in it was touched. */
export class DatabaseNewer extends Error {
  constructor(found: number, known: number) {
    super(
      `This data was written by a newer Openslot (schema ${found}; this one knows up to ${known}). ` +
        'Start the newer version, or name another folder with --data-dir. Nothing was changed.',
    )
    this.name = 'DatabaseNewer'
  }
}

/**
 * Opens the one database file of a data folder (made when missing, for this user alone), takes the writer's lock
 * until the process ends, and brings the schema up to date.
 *
 * @throws DataFolderInUse, DataFolderUnusable, DatabaseNewer
 */
export function openDatabase(folder: string): Database.Database {
  const db = new Database(ensureFile(folder), { timeout: 300 })
  try {
    refuseNewer(db)
    takeLock(db)
    makeDurable(db)
    migrate(db)
    return db
  } catch (error) {
    db.close()
    throw isLocked(error) ? new DataFolderInUse(folder) : error
  }
}

function ensureFile(folder: string): string {
  const file = path.join(folder, 'openslot.sqlite')
  try {
    fs.mkdirSync(folder, { recursive: true, mode: 0o700 })
    fs.closeSync(fs.openSync(file, 'a', 0o600))
    return file
  } catch (cause) {
    throw new DataFolderUnusable(folder, cause)
  }
}

function isLocked(error: unknown): boolean {
  const code = (error as { code?: unknown }).code
  return typeof code === 'string' && (code.startsWith('SQLITE_BUSY') || code.startsWith('SQLITE_LOCKED'))
}

/** Exclusive locking keeps every other process out, Electron or plain Node, and dies with this one, kill -9 too. */
function takeLock(db: Database.Database): void {
  db.pragma('locking_mode = EXCLUSIVE')
  db.pragma('journal_mode = WAL')
  db.exec('BEGIN IMMEDIATE; COMMIT')
}

/** better-sqlite3 lowers `synchronous` to NORMAL on switching to WAL, so it is raised after it, and read back. */
function makeDurable(db: Database.Database): void {
  db.pragma('synchronous = FULL')
  db.pragma('foreign_keys = ON')
  db.pragma('trusted_schema = OFF')
  db.pragma('cell_size_check = ON')
  if (process.platform === 'darwin') db.pragma('fullfsync = ON')
  const found = {
    journal_mode: db.pragma('journal_mode', { simple: true }),
    synchronous: db.pragma('synchronous', { simple: true }),
    foreign_keys: db.pragma('foreign_keys', { simple: true }),
  }
  if (found.journal_mode !== 'wal' || found.synchronous !== 2 || found.foreign_keys !== 1)
    throw new Error(`The database refuses the settings that keep bookings safe: ${JSON.stringify(found)}`)
}

function schemaVersion(db: Database.Database): number {
  return Number(db.pragma('user_version', { simple: true }))
}

function refuseNewer(db: Database.Database): void {
  const found = schemaVersion(db)
  if (found > migrations.length) throw new DatabaseNewer(found, migrations.length)
}

/** Forward only; each step and its version number commit together. */
function migrate(db: Database.Database): void {
  migrations.slice(schemaVersion(db)).forEach(sql => {
    const next = schemaVersion(db) + 1
    db.transaction(() => {
      db.exec(sql)
      db.pragma(`user_version = ${next}`)
    }).immediate()
  })
}
