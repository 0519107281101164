// The example that judges a partitioned mailbox with the wasm, a process for each partition, and asks DuckDB about it.

import { execFileSync } from 'node:child_process';
import { mkdtempSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import assert from 'node:assert/strict';
import { CAMPAIGN, ask, collect, judge } from '../examples/duckdb/run.mjs';

/** `./build.sh test` names the generator in MAILBOX. About 20 MB. */
const [MESSAGES, PARTS] = [1_400, 4];
const program = process.env.MAILBOX;
const folder = mkdtempSync(join(tmpdir(), 'header-verdict-duckdb-'));
after(() => rmSync(folder, { recursive: true }));

test('every message of a partitioned mailbox is judged as its generator knows it', async () => {
  for (let part = 0; part < PARTS; part += 1) {
    const name = join(folder, `part-${part}`);
    const options = ['--messages', String(MESSAGES), '--part', `${part}/${PARTS}`, '--truth', `${name}.tsv`];
    execFileSync(program, [...options, '--keys', join(folder, 'keys.json'), `${name}.mbox`], { stdio: 'pipe' });
  }
  await judge(folder, 2);
  const database = await collect(folder);
  await database.run(`CREATE VIEW truth AS SELECT * FROM read_csv('${folder}/part-*.tsv', delim = '\t', header = true, all_varchar = true)`);

  const [{ told }] = await ask(database, 'SELECT count(*)::INTEGER AS told FROM truth');
  const [{ outer, inner }] = await ask(
    database,
    'SELECT (count(*) FILTER (carrier IS NULL))::INTEGER AS outer, (count(carrier))::INTEGER AS inner FROM mail',
  );
  const [{ carried }] = await ask(database, 'SELECT sum(carried::INTEGER)::INTEGER AS carried FROM truth');
  assert.deepEqual([told, outer, inner], [MESSAGES, MESSAGES, carried]);

  // By label, provider, event and hour; a broken message has no hour that could be known.
  const hours = `date_trunc('hour', to_timestamp(epoch::BIGINT) AT TIME ZONE 'UTC')`;
  const truth = await ask(
    database,
    `SELECT label, origin, provider, event, CASE WHEN event IS NULL THEN NULL ELSE ${hours} END::VARCHAR AS hour, count(*)::INTEGER AS messages
     FROM truth GROUP BY ALL ORDER BY ALL`,
  );
  const found = await ask(
    database,
    `SELECT label, origin, provider, event,
       CASE WHEN event IS NULL THEN NULL ELSE date_trunc('hour', date::TIMESTAMPTZ AT TIME ZONE 'UTC') END::VARCHAR AS hour, count(*)::INTEGER AS messages
     FROM mail WHERE carrier IS NULL GROUP BY ALL ORDER BY ALL`,
  );
  assert.ok(truth.length > 100, `${truth.length} groups`);
  assert.deepEqual(found, truth);

  const campaign = await ask(database, CAMPAIGN);
  const bursts = await ask(
    database,
    `SELECT provider, (count(*) FILTER (odd = '1'))::INTEGER AS forged FROM truth WHERE campaign IS NOT NULL GROUP BY provider ORDER BY provider`,
  );
  assert.deepEqual(bursts.map(({ provider }) => provider), ['amazon', 'microsoft']);
  for (const { provider, forged } of bursts) {
    const seen = campaign.filter((hour) => hour.provider === provider).reduce((sum, hour) => sum + hour.forged, 0);
    assert.ok(seen >= forged, `${provider}: ${seen} of ${forged} odd ones out`);
  }
});
