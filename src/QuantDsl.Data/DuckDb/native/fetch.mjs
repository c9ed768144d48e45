// Brings DuckDB's native library for this machine: `node fetch.mjs FOLDER` runs `npm ci` once and leaves FOLDER/node_modules.
// The packages are installed beside FOLDER and renamed, so that builds that run at once never see half of them.
import { spawnSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
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

try {
  mkdirSync(staging, { recursive: true });
  for (const file of ['package.json', 'package-lock.json']) copyFileSync(join(here, file), join(staging, file));
  // On Windows npm is a command script, which only a shell starts; the arguments are fixed words.
  const npm = spawnSync('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'],
    { cwd: staging, shell: process.platform === 'win32', stdio: ['ignore', 'ignore', 'pipe'], encoding: 'utf8' });
  if (npm.error) throw npm.error;
  if (npm.status !== 0) throw new Error(npm.stderr.trim().split('\n')[0] || `npm ci ended with ${npm.status}`);
  // An optional package that cannot be fetched is left out by npm without a word.
  const found = libraries(staging);
  if (found.length === 0) throw new Error(`npm brought no library for ${process.platform}-${process.arch}`);
  writeFileSync(join(staging, stamp), `${found.join('\n')}\n`);

  const outdated = `${target}.old.${process.pid}`;
  if (existsSync(target)) renameSync(target, outdated);
  try {
    renameSync(staging, target);
  } catch (failure) {
    // Another build was faster; what it has put there is the same.
    if (!existsSync(join(target, stamp))) throw failure;
  }
  rmSync(outdated, { recursive: true, force: true });
} catch (failure) {
  console.log(`DuckDB was not fetched: ${failure.message}`);
  process.exitCode = 1;
} finally {
  rmSync(staging, { recursive: true, force: true });
}
