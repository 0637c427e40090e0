import { spawn } from 'node:child_process'
import fs from 'node:fs'
import path from 'node:path'
import Database from 'better-sqlite3'
import { expect, test } from 'vitest'
import { DatabaseNewer, DataFolderInUse, openDatabase } from '../../main/store/open-database.ts'
import { temporaryFolder } from '../support/run-host.ts'

test('a commit waits for the disk: WAL and synchronous FULL hold on the connection that is handed out', () => {
  const db = openDatabase(temporaryFolder())
  expect(db.pragma('journal_mode', { simple: true })).toBe('wal')
  expect(db.pragma('synchronous', { simple: true })).toBe(2)
  expect(db.pragma('foreign_keys', { simple: true })).toBe(1)
  db.close()
})

test('nobody else on the machine can read the data', () => {
  const folder = path.join(temporaryFolder(), 'data')
  openDatabase(folder).close()
  expect(fs.statSync(folder).mode & 0o077).toBe(0)
  expect(fs.statSync(path.join(folder, 'openslot.sqlite')).mode & 0o077).toBe(0)
})

test('a second Openslot on the same data is refused, and let in once the first has let go', async () => {
  const folder = temporaryFolder()
  const db = openDatabase(folder)
  const opener = path.resolve(import.meta.dirname, '../support/open-and-tell.ts')
  const attempt = () =>
    new Promise<string>(resolve => {
      const child = spawn(process.execPath, [opener, folder])
      let text = ''
      child.stdout.on('data', chunk => {
        text += chunk
      })
      child.on('exit', () => resolve(text.trim()))
    })
  expect(await attempt()).toMatch(
    /^DataFolderInUse: Another Openslot is using the data folder .*--data-dir\.$/,
  )
  db.close()
  expect(await attempt()).toBe('opened')
})

test('a database of a newer program is refused and left as it is', () => {
  const folder = temporaryFolder()
  openDatabase(folder).close()
  const file = path.join(folder, 'openslot.sqlite')
  const raw = new Database(file)
  raw.pragma('user_version = 999')
  raw.close()
  const before = fs.readFileSync(file)
  expect(() => openDatabase(folder)).toThrow(DatabaseNewer)
  expect(fs.readFileSync(file).equals(before)).toBe(true)
  expect(() => openDatabase(folder)).not.toThrow(DataFolderInUse)
})

test.each([
  [
    'a claim that reaches into another of the same person',
    "INSERT INTO claim VALUES ('acc_1', 150, 250, 'bkg_2')",
  ],
  ['a claim around another', "INSERT INTO claim VALUES ('acc_1', 50, 250, 'bkg_2')"],
  ['a claim within another', "INSERT INTO claim VALUES ('acc_1', 120, 130, 'bkg_2')"],
  ['a claim that is moved', "UPDATE claim SET end_ms = 300 WHERE sub = 'acc_1'"],
  [
    'a booking that comes back from being cancelled',
    "UPDATE booking SET status = 'confirmed' WHERE booking_id = 'bkg_3'",
  ],
  [
    'a second live booking through one link',
    "INSERT INTO booking VALUES ('bkg_4', 'sch_1', 'confirmed', 500, 600, '[]', 'u', NULL, '{}', 0, NULL, 'k4', 0)",
  ],
])('the schema itself refuses %s', (_what, sql) => {
  const db = openDatabase(temporaryFolder())
  const link = (id: string) =>
    `INSERT INTO link VALUES ('${id}', 't', x'${id.slice(4)}0', 'open', '', 'desk', '{}', 0);`
  const booking = (id: string, linkId: string, status: string) =>
    `INSERT INTO booking VALUES ('${id}', '${linkId}', '${status}', 100, 200, '[]', 'u', NULL, '{}', 0, NULL, '${id}', 0);`
  db.exec(['1', '2', '3'].map(n => link(`sch_${n}`)).join(''))
  db.exec(
    booking('bkg_1', 'sch_1', 'confirmed') +
      booking('bkg_2', 'sch_2', 'confirmed') +
      booking('bkg_3', 'sch_3', 'cancelled'),
  )
  db.exec("INSERT INTO claim VALUES ('acc_1', 100, 200, 'bkg_1')")
  expect(() => db.exec(sql)).toThrow(/SQLITE|claim|cancelled|UNIQUE/)
  db.exec(
    "INSERT INTO claim VALUES ('acc_1', 200, 300, 'bkg_2'), ('acc_1', 0, 100, 'bkg_2'), ('acc_2', 150, 250, 'bkg_2')",
  )
  db.close()
})
