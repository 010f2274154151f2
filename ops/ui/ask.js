// Changes are asked for twice: once by the button, once by the dialog.
import { t } from './words.js';

const $ = (id) => document.getElementById(id);
let act = '';

export function listen(symbols) {
  for (const button of document.querySelectorAll('[data-act]')) {
    button.addEventListener('click', () => open(button.dataset.act, symbols()));
  }
  $('ask-no').addEventListener('click', () => $('ask').close());
  $('ask-form').addEventListener('submit', (e) => {
    e.preventDefault();
    send();
  });
}

function open(what, symbols) {
  act = what;
  $('ask').classList.toggle('danger', act === 'kill');
  $('ask-title').textContent = t(`ask.${act}`);
  $('ask-text').textContent = t(`ask.${act}_text`);
  $('ask-yes').textContent = t(`ask.${act}_yes`);
  $('ask-contract-row').hidden = act !== 'pause' && act !== 'resume';
  $('ask-contract').replaceChildren(new Option(t('all'), ''), ...symbols.map((s) => new Option(s, s)));
  $('ask-actor').value = localStorage.getItem('quotient-actor') ?? '';
  $('ask-actor').required = act !== 'kill'; // a kill waits for nothing
  $('ask-reason').value = '';
  $('ask-reason').required = act === 'clear';
  $('ask-error').hidden = true;
  $('ask').showModal();
  (act === 'kill' ? $('ask-yes') : $('ask-actor').value ? $('ask-reason') : $('ask-actor')).focus();
}

async function send() {
  const order = { actor: $('ask-actor').value.trim(), reason: $('ask-reason').value.trim() };
  if (!$('ask-contract-row').hidden) order.contract = $('ask-contract').value;
  $('ask-yes').disabled = true;
  try {
    const answer = await fetch(`/api/v1/${act}`, {
      method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(order),
    });
    const doc = await answer.json();
    if (!answer.ok) throw new Error([doc.error.message, doc.error.found, doc.error.allowed, doc.error.hint].filter(Boolean).join(' · '));
    if (order.actor) localStorage.setItem('quotient-actor', order.actor);
    $('ask').close();
    toast(t('accepted', { act: t(act) }));
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
