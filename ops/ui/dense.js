// Many contracts: a line each, in groups, the worst first. A line that is pointed
// at opens as a whole row above.
import { grouped, none, percent, signed, yuan } from './figure.js';
import { kindOf } from './kind.js';
import { language, t } from './words.js';

const $ = (id) => document.getElementById(id);
const worst = 8; // lines of a group that is not opened
const most = 200; // lines that a filter shows
const groups = new Map(); // by name: { body, at, rows, open }
const text = (el, value) => { if (el.textContent !== value) el.textContent = value; };
let onPick = () => {};
let again = () => {};

// watchDense calls pick(symbol) for a line that is pointed at, and show when the
// choice of lines changes.
export function watchDense(pick, show) {
  onPick = pick;
  again = show;
  $('filter').addEventListener('input', show);
}

// showDense shows the lines, of which those in picked stand open already.
export function showDense(lines, picked) {
  $('dense').hidden = !lines.length;
  if (!lines.length) return;
  $('filter').placeholder = t('filter');
  const wanted = $('filter').value.trim().toLowerCase();
  const found = lines.filter((l) => matches(l, wanted));
  $('no-match').hidden = found.length > 0;
  $('lines').hidden = !found.length;
  const byGroup = new Map();
  for (const l of found) byGroup.set(l.group, [...(byGroup.get(l.group) ?? []), l]);
  for (const [name, g] of groups) {
    if (byGroup.has(name)) continue;
    g.body.remove();
    groups.delete(name);
  }
  const order = [...byGroup].map(([name, list]) => [name, list.sort(byNeed)]).sort((a, b) => byNeed(a[1][0], b[1][0]));
  for (const [name, list] of order) showGroup(name, list, Boolean(wanted), picked);
  arrange($('lines'), [$('lines').tHead, ...order.map(([name]) => groups.get(name).body)]);
}

function matches(l, wanted) {
  if (!wanted) return true;
  return [l.symbol, l.group, l.letter, t(`state.${l.state}`), l.need, l.need ? t(`need.${l.need}`) : '', l.asked ? t('asking') : '']
    .some((word) => word.toLowerCase().includes(wanted));
}

const needs = ['comfortable', 'watch', 'behind', 'critical', 'lost'];
const calm = { ok: 0, exempt: 0, off: 0 };

// byNeed puts what is asked first, then what owes a quote now or at all, what is
// lost, in need, not effective, and short of slack.
function byNeed(a, b) {
  return b.asked - a.asked || owes(b) - owes(a) || b.lost - a.lost || needs.indexOf(b.need) - needs.indexOf(a.need)
    || trouble(b) - trouble(a) || slack(a) - slack(b) || (a.symbol < b.symbol ? -1 : 1);
}

const owes = (l) => l.obliged * (1 + l.member);
const trouble = (l) => (l.obliged ? calm[kindOf(l.letter)] ?? 1 : 0);
const slack = (l) => (l.slack_minutes === null ? Infinity : Number(l.slack_minutes));

function showGroup(name, list, filtered, picked) {
  if (!groups.has(name)) groups.set(name, newGroup(name));
  const g = groups.get(name);
  const shown = list.slice(0, filtered ? most : g.open ? list.length : worst);
  const obliged = list.filter((l) => l.obliged);
  text(g.at('title'), list[0].option ? t('options_on', { name }) : name);
  text(g.at('count'), t('group_count', { n: list.length, obliged: obliged.length, good: obliged.filter((l) => l.state === 'effective').length }));
  g.at('all').hidden = list.length <= worst || filtered;
  text(g.at('all'), g.open ? t('show_worst') : t('show_all', { n: list.length }));
  const keep = new Set(shown.map((l) => l.symbol));
  for (const [symbol, row] of g.rows) {
    if (keep.has(symbol)) continue;
    row.body.remove();
    g.rows.delete(symbol);
  }
  for (const l of shown) {
    if (!g.rows.has(l.symbol)) g.rows.set(l.symbol, newLine(l.symbol));
    showLine(g.rows.get(l.symbol), l, picked.has(l.symbol));
  }
  arrange(g.body, [g.body.firstElementChild, ...shown.map((l) => g.rows.get(l.symbol).body)]);
}

// arrange puts children into the given order and moves only those out of place.
function arrange(parent, children) {
  children.forEach((child, i) => {
    if (parent.children[i] !== child) parent.insertBefore(child, parent.children[i] ?? null);
  });
}

function newGroup(name) {
  const body = $('group-rows').content.cloneNode(true).querySelector('tbody');
  body.dataset.group = name;
  const g = { body, at: (part) => body.querySelector(`.${part}`), rows: new Map(), open: false };
  g.at('all').addEventListener('click', () => {
    g.open = !g.open;
    again();
  });
  return g;
}

function newLine(symbol) {
  const body = $('line-row').content.cloneNode(true).querySelector('tr');
  body.dataset.symbol = symbol;
  body.addEventListener('click', () => onPick(symbol));
  body.addEventListener('keydown', (e) => {
    if (e.key === 'Enter') onPick(symbol);
  });
  return { body, at: (name) => body.querySelector(`.${name}`), shown: '' };
}

function showLine(row, l, picked) {
  const key = language() + picked + JSON.stringify(l);
  if (row.shown === key) return;
  row.shown = key;
  const { body, at } = row;
  body.className = `line k-${kindOf(l.letter)}${l.obliged ? '' : ' plain'}${picked ? ' picked' : ''}${l.asked ? ' asking' : ''}`;
  text(at('letter'), l.letter);
  text(at('symbol'), l.symbol);
  text(at('phase'), l.asked ? t('asking') : l.obliged && !l.member ? t('not_member') : '');
  text(at('word'), !l.obliged ? t('not_obliged') : l.state === 'exempt' ? t(`exempt.${l.exempt}`) : t(`state.${l.state}`));
  text(at('duty'), dutyWords(l));
  text(at('ratio'), l.target === null ? none : `${percent(l.ratio_low)} / ${percent(l.target)}`);
  at('ratio').classList.toggle('miss', l.ratio_low !== null && Number(l.ratio_low) < Number(l.target));
  text(at('slack'), l.lost ? t('lost') : l.slack_minutes?.replace('-', '−') ?? none);
  at('slack').classList.toggle('miss', l.lost);
  const limits = l.target !== null;
  against(at('spread'), l.spread_ticks, limits && l.max_spread_ticks, l.spread_ticks > l.max_spread_ticks);
  against(at('size'), l.size || null, limits && l.min_size, l.size < l.min_size);
  text(at('position'), signed(l.position));
  text(at('pnl'), yuan(l.pnl_fen));
  text(at('fills'), grouped(l.fills));
}

function against(el, figure, limit, miss) {
  text(el, limit === false ? (figure === null ? none : String(figure)) : `${figure ?? none} / ${limit}`);
  el.classList.toggle('miss', figure !== null && limit !== false && miss);
}

// dutyWords are the need and the stance where they are not the usual ones.
export function dutyWords(c) {
  if (!c.obliged) return '';
  return [!c.need || c.need === 'comfortable' ? '' : t(`need.${c.need}`), c.stance === 'normal' ? '' : t(`stance.${c.stance}`)].filter(Boolean).join(' · ');
}
