// Brings DuckDB's native library for this machine: `node fetch.mjs FOLDER` runs `npm ci` once and leaves FOLDER/node_modules.
// The packages are installed beside FOLDER and renamed, so that builds that run at once never see half of them.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { copyFileSync, existsSync, mkdirSync, readFileSync, readdirSync, renameSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = dirname(fileURLToPath(import.meta.url));
const target = resolve(process.argv[2]);
const staging = `${target}.${process.pid}`;
const stamp = 'complete.txt';

const libraries = folder => {
  const scope = join(folder, 'node_modules', '@duckdb');
  const names = ['libduckdb.so', 'libduckdb.dylib', 'duckdb.dll'];
  return existsSync(scope) ? readdirSync(scope).filter(name => names.some(file => existsSync(join(scope, name, file)))) : [];
};

// What is there is kept when it was made of the same lock file, whoever has put it there meanwhile.
const lock = createHash('sha256').update(readFileSync(join(here, 'package-lock.json'))).digest('hex');
const complete = () => existsSync(join(target, stamp)) && readFileSync(join(target, stamp), 'utf8').trim() === lock && libraries(target).length > 0;

const install = () => {
  mkdirSync(staging, { recursive: true });
  for (const file of ['package.json', 'package-lock.json']) copyFileSync(join(here, file), join(staging, file));
  // On Windows npm is a command script, which only a shell starts; the arguments are fixed words.
  const npm = spawnSync('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--prefer-offline', '--loglevel=error'],
    { cwd: staging, shell: process.platform === 'win32', stdio: ['ignore', 'ignore', 'pipe'], encoding: 'utf8' });
  if (npm.error) throw npm.error;
  if (npm.status !== 0) throw new Error(npm.stderr.trim().split('\n')[0] || `npm ci ended with ${npm.status}`);
  // An optional package that cannot be fetched is left out by npm without a word.
  if (libraries(staging).length === 0) throw new Error(`npm brought no library for ${process.platform}-${process.arch}`);
  writeFileSync(join(staging, stamp), `${lock}\n`);
  if (complete()) return;

  const outdated = `${target}.old.${process.pid}`;
  try {
    if (existsSync(target)) renameSync(target, outdated);
    renameSync(staging, target);
  } catch (failure) {
    if (!complete()) throw failure;
  } finally {
    rmSync(outdated, { recursive: true, force: true });
  }
};

try {
  if (!complete()) install();
  // The build compares times: a new stamp says that this lock file has been seen to.
  utimesSync(join(target, stamp), new Date(), new Date());
} catch (failure) {
  console.log(`DuckDB was not fetched: ${failure.message}`);
  process.exitCode = 1;
} finally {
  rmSync(staging, { recursive: true, force: true });
}
