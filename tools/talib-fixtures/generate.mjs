// Writes tests/QuantDsl.Indicators.Tests/Fixtures/talib-*.csv: bars made here from a seed, and TA-Lib's columns over them.
// TA-Lib's own C code, compiled to WebAssembly, does the computing; nothing of this project takes part.
//
//   npm ci && node generate.mjs
//
// A column is named as the strategy language would ask for it, with spaces for commas: `MACD 12 26 9.signal`.

import { mkdirSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const require = createRequire(import.meta.url);
delete globalThis.fetch; // The library would fetch its binary; without fetch it reads the file.
const talib = require('talib-web');
const module = await talib.init(join(dirname(require.resolve('talib-web')), 'talib.wasm'));

/**
 * Calls a C function over whole columns. The package's own wrapper is not used: it asks for one bar more than it passes.
 * TA-Lib gives its values from the first one on and says where that stands; the columns returned have a hole before it.
 */
function call(name, inputs, options, outputCount = 1) {
  const count = inputs[0].length;
  const allocate = (values) => {
    const address = module._malloc(8 * count);
    module.HEAPF64.set(values, address / 8);
    return address;
  };
  const inputAddresses = inputs.map((column) => allocate(column));
  const outputAddresses = Array.from({ length: outputCount }, () => allocate(new Array(count).fill(0)));
  const begin = module._malloc(4);
  const produced = module._malloc(4);
  const code = module[`_TA_${name}`](0, count - 1, ...inputAddresses, ...options, begin, produced, ...outputAddresses);
  if (code !== 0) throw new Error(`TA_${name} gave ${code}`);
  const first = module.HEAP32[begin / 4];
  const length = module.HEAP32[produced / 4];
  const outputs = outputAddresses.map((address) =>
    Array.from({ length: count }, (_, i) => (i >= first && i < first + length ? module.HEAPF64[address / 8 + i - first] : '')));
  for (const address of [...inputAddresses, ...outputAddresses, begin, produced]) module._free(address);
  return outputs;
}

const target = join(dirname(fileURLToPath(import.meta.url)), '../../tests/QuantDsl.Indicators.Tests/Fixtures');

/** Uniform numbers in [0, 1) from a seed: a linear congruence of 48 bits, kept exact by splitting the product. */
function uniform(seed) {
  let state = BigInt(seed);
  return () => {
    state = (state * 25214903917n + 11n) & ((1n << 48n) - 1n);
    return Number(state >> 16n) / 2 ** 32;
  };
}

const round = (value, digits) => Number(value.toFixed(digits));

function walk(count, seed) {
  const next = uniform(seed);
  const bars = { open: [], high: [], low: [], close: [], volume: [] };
  let price = 100;
  for (let i = 0; i < count; i++) {
    const open = price;
    const close = round(open * (1 + (next() - 0.5) * 0.04), 2);
    bars.open.push(open);
    bars.close.push(close);
    bars.high.push(round(Math.max(open, close) * (1 + next() * 0.01), 2));
    bars.low.push(round(Math.min(open, close) * (1 - next() * 0.01), 2));
    bars.volume.push(round(next() * 5000, 1));
    price = close;
  }
  return bars;
}

/** The same walk with a constant stretch, bars without volume and one spike of a million. */
function hostile(count, seed) {
  const bars = walk(count, seed);
  for (let i = 80; i < 130; i++) for (const column of ['open', 'high', 'low', 'close']) bars[column][i] = bars.close[79];
  for (let i = 60; i < 110; i++) bars.volume[i] = 0;
  bars.high[150] = bars.close[150] = 1e6;
  return bars;
}

function columns({ open, high, low, close, volume }) {
  const result = {};
  const bars = [high, low, close];
  const add = (name, outputs) => Object.keys(outputs).forEach((output) => (result[output === '' ? name : `${name}.${output}`] = outputs[output]));
  const one = (...parameters) => ({ '': call(...parameters)[0] });
  const three = (names, ...parameters) => Object.fromEntries(call(...parameters, 3).map((column, i) => [names[i], column]));
  for (const period of [5, 14]) {
    for (const name of ['SMA', 'EMA', 'WMA', 'DEMA', 'TEMA', 'RSI', 'ROC']) add(`${name} ${period}`, one(name, [close], [period]));
    add(`STDDEV ${period}`, one('STDDEV', [close], [period, 1]));
    for (const name of ['CCI', 'WILLR', 'ATR']) add(`${name} ${period}`, one(name, bars, [period]));
    // The directional indicators are functions of their own in TA-Lib and start earlier; as outputs of ADX they start with it.
    const [adx] = call('ADX', bars, [period]);
    const withAdx = (column) => column.map((value, i) => (adx[i] === '' ? '' : value));
    add(`ADX ${period}`, { adx, plus_di: withAdx(call('PLUS_DI', bars, [period])[0]), minus_di: withAdx(call('MINUS_DI', bars, [period])[0]) });
    add(`MFI ${period}`, one('MFI', [...bars, volume], [period]));
    add(`VOLSMA ${period}`, one('SMA', [volume], [period]));
    add(`DONCHIAN ${period}`, {
      upper: call('MAX', [high], [period])[0],
      middle: call('MIDPRICE', [high, low], [period])[0],
      lower: call('MIN', [low], [period])[0],
    });
  }
  for (const spans of [[12, 26, 9], [5, 35, 5]]) add(`MACD ${spans.join(' ')}`, three(['macd', 'signal', 'histogram'], 'MACD', [close], spans));
  for (const [period, std] of [[20, 2], [10, 1.5]])
    add(`BBANDS ${period} ${std}`, three(['upper', 'middle', 'lower'], 'BBANDS', [close], [period, std, std, 0]));
  for (const [period, smoothK, smoothD] of [[14, 3, 3], [5, 1, 4]]) {
    const [k, d] = call('STOCH', bars, [period, smoothK, 0, smoothD, 0], 2);
    add(`STOCH ${period} ${smoothK} ${smoothD}`, { k, d });
  }
  add('OBV', one('OBV', [close, volume], []));
  for (const period of [5, 14]) {
    for (const name of ['T3', 'TRIX', 'MOM', 'CMO', 'MIDPOINT']) add(`${name} ${period}`, one(name, [close], name === 'T3' ? [period, 0.7] : [period]));
    add(`KAMA ${period}`, one('KAMA', [close], [period]));
    add(`VARIANCE ${period}`, one('VAR', [close], [period, 1]));
    add(`LINREG ${period}`, {
      linreg: call('LINEARREG', [close], [period])[0],
      slope: call('LINEARREG_SLOPE', [close], [period])[0],
      intercept: call('LINEARREG_INTERCEPT', [close], [period])[0],
    });
    for (const name of ['PLUS_DI', 'MINUS_DI', 'NATR']) add(`${name} ${period}`, one(name, bars, [period]));
    add(`MIDPRICE ${period}`, one('MIDPRICE', [high, low], [period]));
    const [down, up] = call('AROON', [high, low], [period], 2);
    add(`AROON ${period}`, { up, down, oscillator: call('AROONOSC', [high, low], [period])[0] });
    add(`CORREL ${period}`, one('CORREL', [close, open], [period]));
    add(`BETA ${period}`, one('BETA', [close, open], [period]));
  }
  for (const [fast, slow] of [[12, 26], [5, 9]])
    for (const type of [0, 1])
      for (const name of ['PPO', 'APO']) add(`${name} ${fast} ${slow} ${type}`, one(name, [close], [fast, slow, type]));
  for (const spans of [[7, 14, 28], [9, 3, 6]]) add(`ULTOSC ${spans.join(' ')}`, one('ULTOSC', bars, spans));
  for (const [period, smooth] of [[14, 3], [5, 4]]) {
    const [k, d] = call('STOCHF', bars, [period, smooth, 0], 2);
    add(`STOCHF ${period} ${smooth}`, { k, d });
  }
  for (const [period, stochPeriod, smooth] of [[14, 14, 3], [5, 9, 2]]) {
    const [k, d] = call('STOCHRSI', [close], [period, stochPeriod, smooth, 0], 2);
    add(`STOCHRSI ${period} ${stochPeriod} ${smooth}`, { k, d });
  }
  for (const [step, max] of [[0.02, 0.2], [0.1, 0.15]]) add(`SAR ${step} ${max}`, one('SAR', [high, low], [step, max]));
  for (const spans of [[3, 10], [6, 4]]) add(`ADOSC ${spans.join(' ')}`, one('ADOSC', [...bars, volume], spans));
  add('AD', one('AD', [...bars, volume], []));
  add('TRANGE', one('TRANGE', bars, []));
  add('BOP', one('BOP', [open, ...bars], []));
  return result;
}

function write(name, bars, without = []) {
  const count = bars.close.length;
  const table = { ...bars, ...columns(bars) };
  for (const column of Object.keys(table)) if (without.includes(column.split(' ')[0])) delete table[column];
  const names = Object.keys(table);
  const lines = Array.from({ length: count }, (_, i) => names.map((column) => table[column][i]).join(','));
  mkdirSync(target, { recursive: true });
  writeFileSync(join(target, name), [names.join(','), ...lines, ''].join('\n'));
}

write('talib-walk.csv', walk(160, 42));
// TA-Lib's running sums of squares keep the rounding of a spike for good, and give a constant stretch a spread: on these bars
// its deviations are wrong in the sixth digit, so others must judge ours. Where
// prices stand still, its STOCHRSI is the place of RSI's last digit among its last digits.
write('talib-hostile.csv', hostile(200, 43), ['STDDEV', 'BBANDS', 'CCI', 'VARIANCE', 'CORREL', 'BETA', 'STOCHRSI']);
