import { openDatabase } from '../../main/store/open-database.ts'

/** Opens the data folder it is given, in a process of its own, and says how that went. */
try {
  openDatabase(process.argv[2] ?? '').close()
  process.stdout.write('opened\n')
} catch (error) {
  process.stdout.write(`${error instanceof Error ? `${error.name}: ${error.message}` : error}\n`)
}
