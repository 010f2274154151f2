// What holds trading back now: what somebody stopped, and what tripped by itself.
import { ask, scopeWords } from './ask.js';
import { clockOf, figureOf } from './figure.js';
import { language, t } from './words.js';

const section = document.getElementById('held');
const list = section.querySelector('tbody');
const most = 6;
let shown = '';

// showHeld touches the banner only when something changed: every touch is read out
// again to whoever listens to the page.
export function showHeld({ holds, trips, halt }, readOnly) {
  const key = language() + readOnly + JSON.stringify([holds, trips, halt]);
  if (key === shown) return;
  shown = key;
  const rows = [
    ...holds.map((h) => [h.scope, h.name, t(`mode.${h.mode}`), t('held_by', { by: h.by, reason: h.reason }), h.since,
      h.clear_by ? t('clear_waiting', { by: h.clear_by, until: clockOf(h.clear_until) }) : t(h.clear_persons === 1 ? 'clear_one' : 'clear_two'), 'clear']),
    ...trips.map((x) => [x.scope, x.name, tripWords(x), `${figureOf(x.value, x.unit)} / ${figureOf(x.limit, x.unit)}`, x.since,
      endWords(x), x.ends === 'person' ? 'rearm' : '']),
  ];
  if (halt) rows.unshift(['account', '', t(`halt.${halt}`), t('control.conduct'), '', t('halt_more'), '']);
  section.hidden = !rows.length;
  list.replaceChildren(...rows.slice(0, most).map((r) => line(r, readOnly)));
  section.querySelector('.more').textContent = rows.length > most ? t('more_left', { n: rows.length - most }) : '';
}

const tripWords = (x) => [t(`trip.${x.kind}`), x.measure ? t(`flow.${x.measure}`) : '', x.rule ? t(`rule.${x.rule}`) : ''].filter(Boolean).join(' · ');

function endWords(x) {
  const words = [x.ends === 'never' ? t('no_rearm') : x.ends === 'cause' ? t('lasts_cause') : t(`rearm.${x.rearm}`)];
  if (x.until) words.push(t(x.ends === 'at' ? 'until' : 'not_before', { at: clockOf(x.until) }));
  if (x.nth > 1) words.push(t('nth_today', { n: x.nth }));
  if (x.rearm_by) words.push(t('rearm_waiting', { by: x.rearm_by }));
  return words.join(' · ');
}

function line([scope, name, what, why, since, end, act], readOnly) {
  const row = document.createElement('tr');
  const make = (tag, text) => Object.assign(document.createElement(tag), { textContent: text });
  const cell = (...inside) => {
    const td = document.createElement('td');
    td.append(...inside);
    return td;
  };
  row.append(cell(make('b', scopeWords(`${scope} ${name}`))), cell(make('b', what)), cell(why), cell(since ? clockOf(since) : ''), cell(end));
  const button = Object.assign(make('button', act ? t(act) : ''), { type: 'button' });
  button.addEventListener('click', () => ask(act, `${scope} ${name}`));
  row.append(act && !readOnly ? cell(button) : cell());
  return row;
}
