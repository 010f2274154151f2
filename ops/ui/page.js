// The live page: keeps what the stream said, and shows it.
import { ageText, clockOf, grouped, none, signed, yuan } from './figure.js';
import { showContract, newRow } from './contract.js';
import { draw } from './strip.js';
import { follow } from './stream.js';
import { kindOf, letters } from './kind.js';
import { listen } from './ask.js';
import { preferred, speak, t } from './words.js';

const $ = (id) => document.getElementById(id);
const set = (id, text) => { if ($(id).textContent !== text) $(id).textContent = text; };

// What is known: the desk, the contracts by symbol in order, their strips, their rows.
const known = { status: null, contracts: new Map(), strips: new Map() };
const rows = new Map();
const many = 4; // from here on rows stand closer
let freshAt = performance.now();
let due = false;

function take(data) {
  if (data.full) {
    known.contracts.clear();
    known.strips.clear();
  }
  known.status = data.status;
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
    contracts: [...known.contracts.values()], strips: Object.fromEntries(known.strips),
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
  document.body.classList.toggle('many', rows.size >= many);
  $('none').hidden = rows.size > 0;
}

function show() {
  due = false;
  document.body.classList.remove('waiting');
  showDesk(known.status);
  for (const [symbol, row] of rows) showContract(row, known.contracts.get(symbol));
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
  $('clear').hidden = s.mode !== 'killed';
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
listen(() => [...known.contracts.keys()]);
await choose(preferred(document.documentElement.dataset.lang));
follow(take, whole);
