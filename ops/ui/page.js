// The live page: keeps what the stream said, and shows it.
import { ageText, clockOf, grouped, none, signed, yuan } from './figure.js';
import { showContract, newRow } from './contract.js';
import { draw } from './strip.js';
import { showAlarms } from './alarms.js';
import { showControls } from './control.js';
import { showHeld } from './held.js';
import { showDense, watchDense } from './dense.js';
import { showRequests } from './requests.js';
import { showSeasons } from './season.js';
import { showUnits } from './units.js';
import { follow } from './stream.js';
import { kindOf, letters } from './kind.js';
import { listen } from './ask.js';
import { preferred, speak, t } from './words.js';

const $ = (id) => document.getElementById(id);
const set = (id, text) => { if ($(id).textContent !== text) $(id).textContent = text; };

// What is known: the desk, the contracts by symbol in order, their strips, their
// rows. Of many contracts only lines are told, and whole rows of those picked.
const known = { status: null, contracts: new Map(), lines: null, strips: new Map(), units: [], requests: [], seasons: [], controls: null };
const picked = new Set();
const mostPicked = 4;
const rows = new Map();
const many = 4; // from here on rows stand closer
let freshAt = performance.now();
let due = false;

function take(data) {
  if (data.full) {
    if (!data.lines) picked.clear();
    if (!data.lines || !known.lines) {
      known.contracts.clear();
      known.strips.clear();
    }
    known.lines = data.lines ? new Map() : null;
  }
  known.status = data.status;
  for (const part of ['units', 'requests', 'seasons', 'controls']) known[part] = data[part] ?? known[part];
  for (const l of data.lines ?? []) known.lines.set(l.symbol, l);
  for (const c of data.contracts) known.contracts.set(c.symbol, c);
  for (const [symbol, strip] of Object.entries(data.strips)) {
    known.strips.set(symbol, strip);
    rows.get(symbol)?.strip.set(strip);
  }
  freshAt = performance.now() - data.age;
  if (data.full) arrange();
  if (!due) {
    due = true;
    requestAnimationFrame(show);
  }
}

// whole is everything known, for a tab that has just come.
function whole() {
  if (!known.status) return null;
  return {
    full: true, age: performance.now() - freshAt, status: known.status,
    contracts: known.lines ? [] : [...known.contracts.values()], lines: known.lines ? [...known.lines.values()] : undefined,
    strips: known.lines ? {} : Object.fromEntries(known.strips), units: known.units, requests: known.requests, seasons: known.seasons,
    controls: known.controls,
  };
}

// arrange makes a row for every contract and drops those that are gone.
function arrange() {
  for (const [symbol, row] of rows) {
    if (!known.contracts.has(symbol)) {
      row.body.remove();
      rows.delete(symbol);
    }
  }
  // Who is obliged comes first.
  const order = [...known.contracts.values()].sort((a, b) => b.obliged - a.obliged).map((c) => c.symbol);
  for (const symbol of order) {
    if (!rows.has(symbol)) rows.set(symbol, newRow(() => known.strips.get(symbol)));
    const row = rows.get(symbol);
    $('contracts').append(row.body);
    row.strip.set(known.strips.get(symbol));
  }
  document.body.dataset.obliged = String(order.filter((symbol) => known.contracts.get(symbol).obliged).length);
  document.body.classList.toggle('many', Boolean(known.lines) || rows.size >= many);
  $('contracts').hidden = rows.size === 0 && Boolean(known.lines);
  $('none').hidden = rows.size > 0 || Boolean(known.lines);
}

// pick opens a line as a whole row, or closes it; beside whole rows it goes there.
function pick(symbol) {
  if (!known.lines) {
    rows.get(symbol)?.body.scrollIntoView({ block: 'center' });
    return;
  }
  if (!picked.delete(symbol)) picked.add(symbol);
  if (picked.size > mostPicked) picked.delete([...picked][0]);
  fetchPicked();
}

// fetchPicked asks for the picked contracts, which the stream only tells in short.
async function fetchPicked() {
  if (known.lines) {
    const answers = await Promise.all([...picked].map(async (symbol) => {
      const answer = await fetch(`/api/v1/contracts/${encodeURIComponent(symbol)}`).catch(() => null);
      return answer?.ok ? answer.json() : null;
    }));
    if (!known.lines) return;
    known.contracts = new Map();
    for (const c of answers.filter((c) => c && picked.has(c.symbol))) {
      known.contracts.set(c.symbol, c);
      known.strips.set(c.symbol, c.strip);
    }
    arrange();
    show();
  }
}

function show() {
  due = false;
  document.body.classList.remove('waiting');
  showDesk(known.status);
  showAlarms(known.status.alarms);
  $('controls').hidden = !known.controls;
  if (known.controls) {
    showHeld(known.controls, known.status.read_only);
    showControls(known.controls);
  }
  const wanted = known.units.some((u) => u.answers);
  $('duty').hidden = !known.units.length && !known.requests.length && !known.seasons.length;
  $('units').hidden = !known.units.length;
  showUnits(known.units, known.status.now.slice(0, 10), pick);
  showRequests(known.requests, wanted);
  showSeasons(known.seasons);
  for (const [symbol, row] of rows) showContract(row, known.contracts.get(symbol));
  showDense(known.lines ? [...known.lines.values()] : [], picked);
  check();
}

function showDesk(s) {
  set('desk', s.desk);
  set('account', `${t('account')} ${s.account}`);
  set('clock', clockOf(s.now));
  set('day', `${t('trading_day')} ${s.trading_day || none}`);
  $('mode').dataset.mode = s.mode;
  set('mode-word', t(`mode.${s.mode}`));
  set('mode-more', s.mode === 'killed' || s.latch.by ? t('latched', { by: s.latch.by || none, epoch: s.latch.epoch }) : t(`stage.${s.stage}`));
  showLink('venue', s.venue);
  showLink('feed', s.feed);
  $('acts').hidden = s.read_only;
  $('start').hidden = s.mode !== 'cancel_only';
  $('clear').hidden = s.mode !== 'killed' && s.mode !== 'isolated' && !known.controls?.holds.length;
  set('t-pnl', yuan(s.pnl_fen));
  set('t-fees', yuan(s.fees_fen, false));
  set('t-fills', grouped(s.fills));
  set('t-messages', grouped(s.messages));
  set('t-not-sent', grouped(s.not_sent));
  set('t-approved', grouped(s.approved));
  set('t-build', s.build || none);
  set('t-config', s.config_hash.slice(0, 12) || none);
  $('t-config').title = s.config_hash;
  set('t-seq', grouped(s.seq));
  showRefusals(s.refusals);
  document.title = `${s.desk} · ${t(`mode.${s.mode}`)}`;
}

function showLink(id, link) {
  $(id).dataset.up = link.up ? 'up' : 'down';
  const more = link.up ? ageText(link.age_ns) : t('down');
  const el = $(id).querySelector('.more');
  if (el.textContent !== more) el.textContent = more;
}

let refusalsShown = '';
function showRefusals(refusals) {
  const list = Object.entries(refusals).sort((a, b) => b[1] - a[1]);
  const key = JSON.stringify(list) + document.documentElement.lang;
  if (key === refusalsShown) return;
  refusalsShown = key;
  set('t-refused', grouped(list.reduce((sum, [, n]) => sum + n, 0)));
  $('refusals').replaceChildren(...(list.length ? list : [['', 0]]).slice(0, 12).map(([rule, n]) => {
    const item = document.createElement('li');
    const name = document.createElement('span');
    name.textContent = rule ? t(`rule.${rule}`) : t('nothing_refused');
    item.append(name);
    if (!rule) item.className = 'nothing';
    else item.append(Object.assign(document.createElement('b'), { textContent: grouped(n) }));
    return item;
  }));
}

// check raises the bar over figures that are no longer the present.
function check() {
  const age = performance.now() - freshAt;
  const stale = age > 2000;
  $('stale').hidden = !stale;
  document.body.classList.toggle('stale', stale);
  if (stale) set('stale-age', t('stale_age', { seconds: (age / 1000).toFixed(1) }));
}

function legend() {
  $('legend').replaceChildren(...Object.entries(letters).map(([state, letter]) => {
    const item = document.createElement('span');
    item.className = `k-${kindOf(letter)}`;
    item.append(Object.assign(document.createElement('i'), { textContent: letter }), t(`state.${state}`));
    return item;
  }));
}

function redraw() {
  for (const [symbol, row] of rows) if (known.strips.has(symbol)) draw(row.canvas, known.strips.get(symbol));
}

async function choose(lang) {
  await speak(lang);
  legend();
  refusalsShown = '';
  for (const row of rows.values()) row.shown = '';
  if (known.status) show();
}

for (const button of document.querySelectorAll('[data-lang]')) {
  button.addEventListener('click', () => {
    localStorage.setItem('quotient-lang', button.dataset.lang);
    choose(button.dataset.lang);
  });
}
addEventListener('resize', redraw);
matchMedia('(prefers-color-scheme: dark)').addEventListener('change', redraw);
setInterval(check, 250);
setInterval(() => { if (picked.size) fetchPicked(); }, 1000);
listen(() => ({
  contracts: [...(known.lines ?? known.contracts).values()], holds: known.controls?.holds ?? [],
  trips: (known.controls?.trips ?? []).filter((x) => x.ends === 'person'),
}));
watchDense(pick, () => { if (known.status) show(); });
await choose(preferred(document.documentElement.dataset.lang));
follow(take, whole);
