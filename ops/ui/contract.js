// One contract's rows.
import { clockOf, grouped, none, percent, signed, span, yuan } from './figure.js';
import { dutyWords } from './dense.js';
import { draw, hover } from './strip.js';
import { kindOf, letters } from './kind.js';
import { language, t } from './words.js';

const template = document.getElementById('row');
const tip = document.getElementById('tip');

// newRow makes the elements of a contract; strip() returns its present strip.
export function newRow(strip) {
  const body = template.content.cloneNode(true).querySelector('tbody');
  const at = (name) => body.querySelector(`.${name}`);
  const canvas = at('strip');
  const row = { body, canvas, at, shown: '', strip: { set: (s) => s && requestAnimationFrame(() => draw(canvas, s)) } };
  hover(canvas, strip, tip);
  new ResizeObserver(() => strip() && draw(canvas, strip())).observe(canvas);
  return row;
}

const text = (el, value) => { if (el.textContent !== value) el.textContent = value; };

export function showContract(row, c) {
  if (!c) return;
  const { at, body } = row;
  body.dataset.symbol = c.symbol;
  body.className = `contract k-${kindOf(c.letter)}${c.obliged ? '' : ' plain'}`;
  text(at('letter'), c.letter);
  text(at('word'), c.obliged ? stateWord(c) : t('not_obliged'));
  text(at('since'), c.obliged && c.since ? `${clockOf(c.since)} · ${span(c.state_ns)}` : '');
  text(at('symbol'), c.symbol);
  text(at('phase'), [t(`phase.${c.phase}`), c.paused ? t('paused') : '', c.obliged && !c.member && c.unit ? t('not_member') : '', dutyWords(c),
    c.answer_due ? t('asking') : ''].filter(Boolean).join(' · '));
  showMonth(at, c);
  showQuote(at, c);
  showTrade(at, c);
  if (c.day) showWhy(row, c.day);
}

const stateWord = (c) => (c.state === 'exempt' ? t(`exempt.${c.exempt}`) : t(`state.${c.state}`));

function showMonth(at, c) {
  const m = c.month;
  if (!m) {
    for (const name of ['ratio', 'slack', 'need']) {
      text(at(name), none);
      text(at(`${name}-more`), '');
      at(name).classList.add('none');
      at(name).classList.remove('miss', 'lost');
      delete at(name).dataset.shown;
    }
    return;
  }
  for (const name of ['ratio', 'slack', 'need']) at(name).classList.remove('none');
  const short = m.ratio_low !== null && Number(m.ratio_low) < Number(c.terms.target);
  text(at('ratio'), percent(m.ratio_low));
  at('ratio').classList.toggle('miss', short);
  text(at('ratio-more'), t('ratio_more', { high: percent(m.ratio_high), target: percent(c.terms.target) }));
  const minutes = m.slack_minutes.replace('-', '−');
  withUnit(at('slack'), m.lost ? t('lost') : minutes, m.lost ? '' : t('min'));
  at('slack').classList.toggle('lost', m.lost);
  text(at('slack-more'), m.lost ? `${minutes} ${t('min')}` : t('left', { hours: Math.floor(m.left_ns / 3600e9), minutes: Math.floor(m.left_ns / 60e9) % 60 }));
  text(at('need'), m.need_rest === null ? none : percent(m.need_rest));
  at('need').classList.toggle('miss', m.need_rest !== null && Number(m.need_rest) > 1);
  text(at('need-more'), t('need_more'));
}

// withUnit writes a figure and its unit in small.
function withUnit(el, figure, unit) {
  if (el.dataset.shown === figure + unit) return;
  el.dataset.shown = figure + unit;
  const small = Object.assign(document.createElement('span'), { className: 'unit', textContent: unit });
  el.replaceChildren(figure, ...(unit ? [small] : []));
}

function showQuote(at, c) {
  const q = c.quote;
  const max = c.terms ? c.terms.max_spread_ticks : null;
  const min = c.terms ? c.terms.min_size : null;
  against(at('spread'), q.spread_ticks, max, q.spread_ticks !== null && max !== null && q.spread_ticks > max);
  text(at('prices'), q.bid || q.ask ? `${q.bid ?? none} – ${q.ask ?? none}` : c.obliged ? t('no_quote_out') : '');
  const stands = q.bid || q.ask;
  against(at('size'), stands ? Math.min(q.bid_qty, q.ask_qty) : null, min, stands && min !== null && Math.min(q.bid_qty, q.ask_qty) < min);
  text(at('size-more'), stands ? `${q.bid_qty} × ${q.ask_qty}` : '');
}

// against writes a figure beside what the terms allow.
function against(el, figure, limit, miss) {
  const key = `${figure}/${limit}`;
  el.classList.toggle('miss', Boolean(miss));
  if (el.dataset.shown === key) return;
  el.dataset.shown = key;
  const of = Object.assign(document.createElement('span'), { className: 'of', textContent: limit === null ? '' : ` / ${limit}` });
  el.replaceChildren(figure === null ? none : String(figure), of);
  el.classList.toggle('none', figure === null && limit === null);
}

function showTrade(at, c) {
  text(at('position'), signed(c.position));
  text(at('position-more'), t('long_short', { long: c.long, short: c.short }));
  text(at('pnl'), yuan(c.pnl_fen));
  text(at('pnl-more'), t('fees_more', { fees: yuan(c.fees_fen, false) }));
  text(at('fills'), grouped(c.fills));
  text(at('messages'), t('messages_more', { messages: grouped(c.messages) }));
}

// showWhy lists where today's time went that was not effective, longest first.
function showWhy(row, day) {
  const lost = Object.entries(day.ineffective_ns).sort((a, b) => b[1] - a[1]);
  const exempt = Object.entries(day.exempt_ns).sort((a, b) => b[1] - a[1]);
  const key = language() + JSON.stringify([lost, exempt].map((l) => l.map(([k, ns]) => [k, Math.ceil(ns / 1e9)])));
  if (row.shown === key) return;
  row.shown = key;
  const items = [
    ...lost.slice(0, 5).map(([state, ns]) => why(letters[state] ?? '?', t(`state.${state}`), ns)),
    ...exempt.slice(0, 2).map(([reason, ns]) => why('X', t(`exempt.${reason}`), ns)),
  ];
  if (!items.length) {
    items.push(Object.assign(document.createElement('li'), { className: 'nothing', textContent: t('nothing_lost') }));
  }
  row.at('why').replaceChildren(...items);
}

function why(letter, word, ns) {
  const item = document.createElement('li');
  item.className = `k-${kindOf(letter)}`;
  const make = (tag, content) => Object.assign(document.createElement(tag), { textContent: content });
  item.append(make('i', letter), make('span', word), make('b', span(ns)));
  return item;
}
