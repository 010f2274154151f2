// Changes are asked for twice: once by the button, once by the dialog.
import { t } from './words.js';

const $ = (id) => document.getElementById(id);
const narrow = ['kill', 'reduce', 'cancel-only', 'clear', 'rearm']; // of a product or a contract as well
const named = ['clear', 'rearm']; // want a name and a reason
let act = '';
let known = () => ({ contracts: [], holds: [], trips: [] });

// listen makes the buttons ask. state() tells the contracts, what the latch holds
// and what has tripped.
export function listen(state) {
  known = state;
  for (const button of document.querySelectorAll('[data-act]')) {
    button.addEventListener('click', () => ask(button.dataset.act));
  }
  $('ask-no').addEventListener('click', () => $('ask').close());
  $('ask-act').addEventListener('change', () => say($('ask-act').value));
  $('ask-form').addEventListener('submit', (e) => {
    e.preventDefault();
    send();
  });
}

// ask opens the dialog for an act, at a scope such as "product AP" where one is meant.
export function ask(what, scope = '') {
  $('ask-act-row').hidden = what !== 'reduce';
  $('ask-act').replaceChildren(...['reduce', 'cancel-only', 'isolate'].map((a) => new Option(t(a), a)));
  say(what, scope);
  $('ask-actor').value = localStorage.getItem('quotient-actor') ?? '';
  $('ask-reason').value = '';
  $('ask-error').hidden = true;
  $('ask').showModal();
  (act === 'kill' ? $('ask-yes') : $('ask-actor').value ? $('ask-reason') : $('ask-actor')).focus();
}

function say(what, scope = '') {
  act = what;
  $('ask').classList.toggle('danger', act === 'kill' || act === 'isolate');
  $('ask-title').textContent = t(`ask.${act}`);
  $('ask-text').textContent = t(`ask.${act}_text`);
  $('ask-yes').textContent = t(`ask.${act}_yes`);
  $('ask-actor').required = act !== 'kill'; // a kill waits for nothing
  $('ask-reason').required = named.includes(act);
  const { contracts, holds, trips } = known();
  $('ask-contract-row').hidden = act !== 'pause' && act !== 'resume';
  $('ask-contract').replaceChildren(new Option(t('all'), ''), ...contracts.map((c) => new Option(c.symbol, c.symbol)));
  $('ask-role-row').hidden = act !== 'rearm';
  $('ask-scope-row').hidden = !narrow.includes(act);
  const scopes = act === 'clear' ? holds : act === 'rearm' ? trips : everywhere(contracts);
  const keys = [...new Set(scopes.map((s) => `${s.scope} ${s.name}`))];
  $('ask-scope').replaceChildren(...(keys.length ? keys : ['account ']).map((key) => new Option(scopeWords(key), key)));
  if (scope) $('ask-scope').value = scope;
}

function everywhere(contracts) {
  const products = [...new Set(contracts.map((c) => c.product).filter(Boolean))].sort();
  return [{ scope: 'account', name: '' }, ...products.map((name) => ({ scope: 'product', name })),
    ...contracts.map((c) => ({ scope: 'contract', name: c.symbol }))];
}

// scopeWords names a scope such as "product AP" for people.
export function scopeWords(key) {
  const [scope, name] = key.split(' ');
  return name ? `${t(`scope.${scope}`)} ${name}` : t(`scope.${scope}`);
}

async function send() {
  const order = { actor: $('ask-actor').value.trim(), reason: $('ask-reason').value.trim() };
  if (!$('ask-contract-row').hidden) order.contract = $('ask-contract').value;
  if (!$('ask-scope-row').hidden) {
    const [scope, name] = $('ask-scope').value.split(' ');
    if (scope !== 'account') order[scope] = name;
  }
  if (!$('ask-role-row').hidden) order.role = $('ask-role').value;
  $('ask-yes').disabled = true;
  try {
    const answer = await fetch(`/api/v1/${act}`, {
      method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(order),
    });
    const doc = await answer.json();
    if (!answer.ok) throw new Error([doc.error.message, doc.error.found, doc.error.allowed, doc.error.hint].filter(Boolean).join(' · '));
    if (order.actor) localStorage.setItem('quotient-actor', order.actor);
    $('ask').close();
    toast(t(doc.waiting_for_second_person ? 'accepted_waiting' : 'accepted', { act: t(act) }));
  } catch (e) {
    $('ask-error').textContent = t('failed', { why: e.message });
    $('ask-error').hidden = false;
  } finally {
    $('ask-yes').disabled = false;
  }
}

let hiding = 0;
function toast(text) {
  $('toast').textContent = text;
  $('toast').hidden = false;
  clearTimeout(hiding);
  hiding = setTimeout(() => { $('toast').hidden = true; }, 4000);
}
