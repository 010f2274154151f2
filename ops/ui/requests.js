// Requests for quote: open ones with their countdown, then the last decided.
import { clockOf, none, span } from './figure.js';
import { language, t } from './words.js';

const panel = document.getElementById('asked');
const list = panel.querySelector('tbody');
const template = document.getElementById('request-row');
const rows = [];
const text = (el, value) => { if (el.textContent !== value) el.textContent = value; };

// showRequests shows them; wanted says whether the desk owes answers at all.
export function showRequests(requests, wanted) {
  panel.hidden = !wanted && !requests.length;
  const open = requests.filter((r) => r.open).length;
  text(document.getElementById('asked-open'), requests.length ? t('asked_open', { open }) : t('nothing_asked'));
  while (rows.length > requests.length) rows.pop().body.remove();
  requests.forEach((r, i) => {
    if (!rows[i]) rows[i] = newRow();
    const key = language() + JSON.stringify(r);
    if (rows[i].shown === key) return;
    rows[i].shown = key;
    showRequest(rows[i], r);
  });
}

function newRow() {
  const body = template.content.cloneNode(true).querySelector('tr');
  list.append(body);
  return { body, at: (name) => body.querySelector(`.${name}`), shown: '' };
}

// seconds is a short time with tenths, a long one with minutes.
const seconds = (ns) => (Math.abs(ns) < 100e9 ? `${(ns / 1e9).toFixed(1)} s` : span(ns));

function showRequest({ body, at }, r) {
  body.dataset.ref = r.ref;
  body.title = [r.ref, r.unit].filter(Boolean).join(' · ');
  text(at('at'), clockOf(r.at || r.seen));
  text(at('symbol'), r.contract);
  body.className = `request ${r.open ? urgency(r) : mood(r.low)}`;
  text(at('outcome'), r.open ? countdown(r) : t(`answer.${r.low}`));
  text(at('more'), [
    !r.open && r.high !== r.low ? t('possibly', { verdict: t(`answer.${r.high}`) }) : '',
    r.refused ? t('gate_refused', { rule: t(`rule.${r.refused}`) }) : '',
  ].filter(Boolean).join(' · '));
  text(at('held'), r.held_low_ns || r.held_high_ns ? seconds(r.held_low_ns) : none);
}

function countdown(r) {
  if (r.due_ns === null) return t('hold_for', { time: seconds(r.hold_ns ?? 0) });
  return r.due_ns < 0 ? t('overdue', { time: seconds(-r.due_ns) }) : t('due_in', { time: seconds(r.due_ns) });
}

// urgency colours an open request: answered, to be answered, nearly or wholly late.
function urgency(r) {
  if (r.due_ns === null) return 'holding';
  return r.due_ns < 2e9 ? 'urgent' : 'open';
}

// mood groups what a decided request came to.
function mood(verdict) {
  if (verdict === 'answered') return 'good';
  return ['excluded', 'merged', 'not_owed'].includes(verdict) ? 'plain' : 'bad';
}
