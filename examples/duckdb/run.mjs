// Judges a partitioned mailbox and asks DuckDB about it: node run.mjs FOLDER [WORKERS [PROGRAM]]
//
// FOLDER holds keys.json (the DKIM keys to use, [] for none) and the partitions, *.mbox. A partition is a file and a worker
// is a process; no worker knows of another, so partitions could as well lie on as many machines. With PROGRAM, the native
// `examples/rows.rs`, that judges instead of the wasm. What comes out is FOLDER/rows.parquet and the answers below.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readdirSync, rmSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { DuckDBInstance } from '@duckdb/node-api';

const WORKER = fileURLToPath(new URL('worker.mjs', import.meta.url));

/** Judges every partition, so many at a time. One that fails stops the run. */
export async function judge(folder, workers = availableParallelism(), program) {
  rmSync(join(folder, 'rows'), { recursive: true, force: true });
  mkdirSync(join(folder, 'rows'));
  const parts = readdirSync(folder).filter((name) => name.endsWith('.mbox')).sort();
  const [command, ...first] = program ? [program] : [process.execPath, WORKER];
  const work = async () => {
    for (let part = parts.shift(); part !== undefined; part = parts.shift()) {
      const files = [join(folder, 'keys.json'), join(folder, part), join(folder, 'rows', part.replace(/mbox$/, 'csv'))];
      const [code] = await once(spawn(command, [...first, ...files], { stdio: 'inherit' }), 'exit');
      if (code !== 0) throw new Error(`${part}: the worker ended with ${code}`);
    }
  };
  await Promise.all(Array.from({ length: workers }, work));
}

const quoted = (path) => `'${path.replaceAll("'", "''")}'`;

/** All rows in one Parquet file, and a connection that knows them as `mail`. */
export async function collect(folder) {
  const database = await (await DuckDBInstance.create(':memory:')).connect();
  const parquet = quoted(join(folder, 'rows.parquet'));
  await database.run(`COPY (SELECT * FROM read_csv(${quoted(join(folder, 'rows', '*.csv'))}, header = true, all_varchar = true))
    TO ${parquet} (FORMAT parquet, COMPRESSION zstd)`);
  await database.run(`CREATE VIEW mail AS SELECT * FROM ${parquet}`);
  return database;
}

/** A message stands in one row; the messages that it carries stand in rows of their own, which name it. */
export const LABELS = `
  SELECT label, count(*)::INTEGER AS messages FROM mail WHERE carrier IS NULL GROUP BY label ORDER BY messages DESC`;

/** The campaign: hours in which one provider sent, or seemed to send, far more than in its usual hour. */
export const CAMPAIGN = `
  WITH hours AS (
    SELECT provider, date_trunc('hour', date::TIMESTAMPTZ AT TIME ZONE 'UTC') AS hour, count(*)::INTEGER AS messages,
      (count(*) FILTER (label LIKE 'genuine%'))::INTEGER AS genuine, (count(*) FILTER (label = 'forged'))::INTEGER AS forged
    FROM mail WHERE event IS NOT NULL AND carrier IS NULL AND date IS NOT NULL GROUP BY ALL)
  SELECT provider, strftime(hour, '%Y-%m-%d %H:00') AS hour, messages, genuine, forged
  FROM hours QUALIFY messages >= 10 * median(messages) OVER (PARTITION BY provider) ORDER BY hour, provider`;

export const ask = async (database, question) => (await database.runAndReadAll(question)).getRowObjectsJson();

if (import.meta.filename === process.argv[1]) {
  const [folder, workers, program] = process.argv.slice(2);
  await judge(folder, workers && Number(workers), program);
  const database = await collect(folder);
  console.table(await ask(database, LABELS));
  console.table(await ask(database, CAMPAIGN));
}
