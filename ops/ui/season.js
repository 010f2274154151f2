// The agreement's term: its months, and how near the product is to being lost.
import { language, t } from './words.js';

const panel = document.getElementById('season');
const list = document.getElementById('terms');
const template = document.getElementById('term-row');
// A month's outcome in one sign, so that a row of months reads without colour.
const signs = { met: '=', missed: '×', open: '…', in_band: '~', not_assessed: '–' };
let shown = '';

export function showSeasons(terms) {
  panel.hidden = !terms.length;
  const key = language() + JSON.stringify(terms);
  if (key === shown) return;
  shown = key;
  list.replaceChildren(...terms.map(term));
}

function term(s) {
  const row = template.content.cloneNode(true).querySelector('li');
  const at = (name) => row.querySelector(`.${name}`);
  row.dataset.product = s.product;
  at('product').textContent = s.product;
  at('standing').textContent = t(`season.${s.standing}`);
  at('standing').dataset.standing = s.standing;
  at('counts').textContent = counts(s);
  at('role').textContent = s.role
    ? [t(`role.${s.role}`), t(`prospect.${s.prospect}`), s.request_by ? t('request_by', { date: s.request_by }) : ''].filter(Boolean).join(' · ') : '';
  at('months').replaceChildren(...s.months.map(month));
  return row;
}

function counts(s) {
  const part = (key, n, may, max) => (max ? t(key, { n, max }) + (may > n ? t('missed_may', { n: may }) : '') : '');
  return [part('missed_row', s.missed_row, s.may_have_missed_row, s.lose_row),
    part('missed_total', s.missed_total, s.may_have_missed_total, s.lose_total)].filter(Boolean).join(' · ');
}

function month(m) {
  const chip = document.createElement('span');
  chip.className = `month v-${m.verdict}${m.exchange ? ' sure' : ''}`;
  chip.title = [m.month, t(`outcome.${m.verdict}`), m.exchange ? t('by_exchange') : ''].filter(Boolean).join(' · ');
  chip.append(m.month.slice(2).replace('-', '/'), Object.assign(document.createElement('i'), { textContent: signs[m.verdict] ?? '?' }));
  return chip;
}
