// TrackHAR on a HAR: adapters first, indicators where none matched, as its process() does it.
// node trackhar.mjs FOLDER CAPTURE INDICATORS.json: FOLDER holds node_modules. Prints JSON: seconds of CPU time after start-up, findings.
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';

const [folder, capture, indicators] = process.argv.slice(2);
const entry = createRequire(`${folder}/`).resolve('trackhar');
const trackhar = await import(pathToFileURL(entry));
const indicatorValues = JSON.parse(await readFile(indicators, 'utf-8'));
const started = process.cpuUsage();
const results = await trackhar.process(JSON.parse(await readFile(capture, 'utf-8')), { indicatorValues });
const used = process.cpuUsage(started);
const seconds = (used.user + used.system) / 1e6;
const text = (value) => (typeof value === 'string' ? value : JSON.stringify(value) ?? '');
const found = results.flatMap((some, index) => (some ?? []).map((one) => [index, one.property, 'likely', text(one.value)]));
process.stdout.write(JSON.stringify({ seconds, found }));
