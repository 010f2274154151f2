// Budgets of our own flow, positions against limits, and funds.
import { dateClock, figureOf, grouped, none, percent, span, yuan } from './figure.js';
import { language, t } from './words.js';

const $ = (id) => document.getElementById(id);
const mostBudgets = 10;
const mostPositions = 8;
const mostNear = 3;
const open = { budgets: false, positions: false };
let shown = '';
let last = null;

for (const name of Object.keys(open)) {
  $(`${name}-all`).addEventListener('click', () => {
    open[name] = !open[name];
    shown = '';
    showControls(last);
  });
}

export function showControls(c) {
  last = c;
  const key = language() + JSON.stringify([c.budgets, c.positions, c.funds, c.not_in_force, c.positions_more, c.seat]);
  if (key === shown) return;
  shown = key;
  showNear(c.budgets);
  showBudgets(c.budgets);
  showPositions(c.positions, c.positions_more);
  showFunds(c.funds);
  const names = c.not_in_force.map((n) => (n.startsWith('risk.') ? t(n.replace('risk.', 'rule.')) : t(`control.${n}`)));
  $('not-in-force').textContent = names.length ? t('not_in_force') + names.join(t('comma')) : t('all_in_force');
  $('not-in-force').classList.toggle('some', names.length > 0);
}

const make = (tag, text, name = '') => Object.assign(document.createElement(tag), { textContent: text, className: name });
function cell(name, ...inside) {
  const td = make('td', '', name);
  td.append(...inside);
  return td;
}

// list fills a table with the first rows, or all when it is opened.
function list(name, items, most, rowOf) {
  const rows = items.slice(0, open[name] ? items.length : most);
  $(name).querySelector('tbody').replaceChildren(...rows.map(rowOf));
  $(`${name}-all`).hidden = items.length <= most;
  $(`${name}-all`).textContent = open[name] ? t('show_first') : t('show_all', { n: items.length });
}

const unitOf = (b) => (b.kind === 'close_share' ? 'ppm' : 'count');

// showNear puts the budgets nearest to their threshold where the page begins.
function showNear(budgets) {
  const near = budgets.filter((b) => b.assessed && !b.exempt).slice(0, mostNear);
  $('near').hidden = !near.length;
  $('near').querySelector('ul').replaceChildren(...near.map((b) => {
    const item = make('li', '', `l-${b.level}`);
    item.append(make('b', t(`conduct.${b.kind}`)), ' ', b.name || t('scope.account'), ' ',
      make('b', figureOf(b.used, unitOf(b)), 'level'), ` / ${figureOf(b.stop, unitOf(b))} / ${figureOf(b.threshold, unitOf(b))} `, make('small', b.source));
    return item;
  }));
}

function showBudgets(budgets) {
  $('budgets-tile').hidden = !budgets.length;
  list('budgets', budgets, mostBudgets, (b) => {
    const unit = unitOf(b);
    const row = make('tr', '', `budget l-${b.level}`);
    const ratio = b.bound_ppm === null ? '' : `${b.ratio_ppm === null ? t('not_assessed') : figureOf(b.ratio_ppm, 'ppm')} / ${figureOf(b.bound_ppm, 'ppm')}`;
    row.append(
      cell('', make('b', t(`conduct.${b.kind}`)), ' ', make('small', [b.name || t('scope.account'), ratio].filter(Boolean).join(' · '))),
      cell('bar-cell', bar(b.used, b.threshold, [b.warn, b.throttle, b.stop])),
      cell('n', make('b', b.assessed || b.bound_ppm !== null ? figureOf(b.used, unit) : none), make('span', ` / ${figureOf(b.stop, unit)}`, 'of')),
      cell('n', figureOf(b.threshold, unit)),
      cell('level', b.exempt ? t('exempted', { source: b.exempt }) : t(`level.${b.level}`)),
      cell('source', b.source),
    );
    return row;
  });
}

// bar draws how much of the exchange's threshold is used, with our own marks.
function bar(used, limit, marks) {
  const box = make('div', '', 'meter');
  const place = (v) => `${Math.max(0, Math.min(100, limit > 0 ? (v / limit) * 100 : 100))}%`;
  const fill = make('i', '', 'used');
  fill.style.width = place(used);
  box.append(fill, ...marks.map((m) => {
    const mark = make('i', '', 'mark');
    mark.style.left = place(m);
    return mark;
  }));
  return box;
}

function showPositions(positions, more) {
  $('positions-tile').hidden = !positions.length;
  list('positions', positions, mostPositions, (p) => {
    const row = make('tr', '', p.restraint.length ? 'restrained' : '');
    const side = (i) => cell('n', make('b', grouped(p.worst[i])), make('span', ` / ${grouped(p.our_limit[i])}`, 'of'));
    const counted = (i) => `${grouped(p.counted[i])}${p.spread[i] ? ` (${grouped(p.spread[i])})` : ''}`;
    const limit = p.exchange_limit === null ? none : grouped(p.exchange_limit);
    const said = p.restraint.map((r) => t(`restraint.${r}`));
    if (p.refused_prices) said.push(t('refused_prices', { n: p.refused_prices }));
    if (p.over_until) said.push(t('gone_by', { at: dateClock(p.over_until) }), span(Math.max(0, p.over_left_ns)));
    row.append(cell('', make('b', p.contract), ' ', make('small', p.mode === 'run' ? '' : t(`mode.${p.mode}`))), side(0), side(1),
      cell('n', `${counted(0)} · ${counted(1)}`, make('span', ` / ${limit}`, 'of')),
      cell('n', p.opens_left === null ? none : grouped(p.opens_left)),
      cell('n', p.margin_fen === null ? none : yuan(p.margin_fen, false)),
      cell('source', said.length ? said.join(' · ') : p.source));
    return row;
  });
  $('positions-more').textContent = more ? t('more_left', { n: more }) : '';
}

function showFunds(f) {
  $('funds-tile').hidden = !f;
  if (!f) return;
  const money = (fen) => (fen === null ? none : yuan(fen, false));
  const rows = [['equity', money(f.equity_fen)], ['margin', money(f.margin_fen)], ['frozen', money(f.frozen_fen)], ['available', money(f.available_fen)],
    ['opening', money(f.opening_fen)], ['usage', f.usage === null ? none : percent(f.usage)]];
  $('funds').replaceChildren(...rows.flatMap(([word, figure]) => [make('dt', t(word)), make('dd', figure)]));
  $('funds-unknown').hidden = f.known;
  $('outlook').replaceChildren(...outlookWords(f.outlook, money).map((line) => make('li', line)));
}

// outlookWords says what the funds will or may come to.
function outlookWords(o, money) {
  const lines = [];
  const next = o.settlement;
  if (next) lines.push(t('next_settlement', { margin: money(next.margin_fen), free: money(next.free_fen) }));
  if (next?.contracts_raised) lines.push(t('next_raised', { margin: money(next.raised_fen), free: money(next.free_raised_fen) }));
  const worst = o.stress;
  if (worst) lines.push(t('worst_case', { price: figureOf(worst.price_ppm, 'ppm'), vol: worst.volatility_millipoints / 1000, pnl: money(worst.pnl_fen), free: money(worst.free_fen) }));
  else lines.push(t('worst_unknown'));
  const locked = o.limit_days;
  if (locked) lines.push(t(locked.up ? 'limit_days_up' : 'limit_days_down', { day: locked.day, pnl: money(locked.pnl_fen), free: money(locked.free_fen) }));
  for (const d of o.deliveries) lines.push(t('to_delivery', { contract: d.contract, long: d.long, short: d.short, days: d.days_left, unwind: d.days_to_unwind ?? none }));
  for (const x of o.exercises) lines.push(t('exercise_brings', { contract: x.contract, long: x.long, short: x.short, margin: money(x.margin_fen) }));
  return lines;
}
