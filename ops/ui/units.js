// What an agreement judges as one: a row each, with where the month will end.
import { dateClock, none, percent } from './figure.js';
import { language, t } from './words.js';

const section = document.querySelector('#units tbody');
const template = document.getElementById('unit-row');
const rows = [];
const text = (el, value) => { if (el.textContent !== value) el.textContent = value; };

// showUnits shows the units as of a date; pick is called with a contract that is pointed out.
export function showUnits(units, today, pick) {
  while (rows.length > units.length) rows.pop().body.remove();
  units.forEach((u, i) => {
    if (!rows[i]) rows[i] = newRow();
    const key = language() + today + JSON.stringify(u);
    if (rows[i].shown === key) return;
    rows[i].shown = key;
    showUnit(rows[i], u, today, pick);
  });
}

function newRow() {
  const body = template.content.cloneNode(true).querySelector('tr');
  section.append(body);
  return { body, at: (name) => body.querySelector(`.${name}`), shown: '' };
}

function showUnit({ body, at }, u, today, pick) {
  body.dataset.unit = u.name;
  text(at('name'), u.name);
  text(at('need'), u.need ? t(`need.${u.need}`) : '');
  at('need').dataset.need = u.need;
  text(at('more'), [t(`by.${u.by}`), members(u), t(`outcome.${u.verdict}`)].filter(Boolean).join(' · '));
  text(at('ratio'), percent(u.ratio_low));
  at('ratio').classList.toggle('miss', u.ratio_low !== null && Number(u.ratio_low) < Number(u.target));
  text(at('ratio-more'), t('ratio_more', { high: percent(u.ratio_high), target: percent(u.target) }));
  showSlack(at, u);
  showBand(at, u);
  showEnd(at, u, today);
  at('worst').replaceChildren(...u.worst.map((symbol) => {
    const button = Object.assign(document.createElement('button'), { type: 'button', textContent: symbol });
    button.addEventListener('click', () => pick(symbol));
    return button;
  }));
}

function members(u) {
  if (u.answers) return t('of_requests', { n: u.answers.requests, open: u.answers.open });
  if (u.by === 'days') return t('of_days', { passed: u.days_passed, all: u.days });
  if (!u.contracts) return t('not_obliged');
  return t('of_contracts', { passed: u.passed, all: u.contracts });
}

function showSlack(at, u) {
  const minutes = u.slack_minutes?.replace('-', '−');
  if (u.answers) {
    text(at('slack'), String(u.answers.may_miss).replace('-', '−'));
    text(at('slack-more'), t('may_miss'));
  } else {
    text(at('slack'), u.lost ? t('lost') : minutes ? `${minutes} ${t('min')}` : none);
    text(at('slack-more'), burns(u.forecast) || (u.lost && minutes ? `${minutes} ${t('min')}` : ''));
  }
  at('slack').classList.toggle('miss', u.lost || Boolean(u.answers && u.answers.may_miss < 0));
  const rest = u.need_rest === null ? none : Number(u.need_rest) > 10 ? '>1000%' : percent(u.need_rest);
  text(at('rest'), rest);
  at('rest').classList.toggle('miss', u.need_rest !== null && Number(u.need_rest) > 1);
  text(at('rest-more'), u.forecast && u.forecast.safe_dark_minutes !== null ? t('safe_dark', { minutes: u.forecast.safe_dark_minutes }) : '');
}

// burns are the minutes of slack lost in an hour, over each window, the shortest first.
const windows = { 300: '5m', 3600: '1h', 86400: '1d' };
function burns(f) {
  if (!f || !f.burns.some((b) => b.minutes_per_hour !== null)) return '';
  return t('burn', { burns: f.burns.map((b) => `${windows[b.window_ns / 1e9] ?? `${b.window_ns / 60e9}m`} ${b.minutes_per_hour?.replace('-', '−') ?? none}`).join(' · ') });
}

// showBand lays the target, what is reached and the forecast on one line that ends
// at 100 %.
function showBand(at, u) {
  const f = u.forecast;
  const known = [u.target, u.ratio_low, u.ratio_high, f?.low, f?.high].filter((v) => v !== null && v !== undefined).map(Number);
  const from = Math.max(0, Math.floor(Math.min(...known) * 20 - 1) / 20);
  const place = (v) => `${(((Math.min(1, Number(v)) - from) / (1 - from)) * 100).toFixed(2)}%`;
  const lay = (el, low, high) => {
    el.hidden = low === null || low === undefined;
    if (el.hidden) return;
    el.style.left = place(low);
    el.style.right = `${(100 - parseFloat(place(high ?? low))).toFixed(2)}%`;
  };
  lay(at('span'), f?.low, f?.high);
  lay(at('mid'), f?.mid);
  lay(at('now'), u.ratio_low, u.ratio_high);
  lay(at('target'), u.target);
  const words = f && f.low !== null ? t('band', { low: percent(f.low), high: percent(f.high), chance: percent(f.chance) })
    : f ? t('too_few', { n: f.sessions }) : t('no_forecast');
  text(at('band-more'), words);
  at('band').setAttribute('aria-label', words);
}

// showEnd says when slack ends, and when all is over if nothing stands from now on.
// Without slack or a burn that somebody measured nothing is known to last.
function showEnd(at, u, today) {
  const f = u.forecast;
  const measured = u.slack_ns !== null && f && f.burns.some((b) => b.minutes_per_hour !== null);
  const when = (stamp) => (stamp.startsWith(today) ? stamp.slice(11, 16) : dateClock(stamp));
  text(at('ends'), f?.slack_ends_at ? when(f.slack_ends_at) : measured ? t('lasts') : none);
  text(at('ends-more'), f?.impossible_at ? t('impossible', { at: when(f.impossible_at) }) : '');
}
