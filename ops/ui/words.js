// Words in two languages. A key without a word shows itself.
const loaded = {};
let words = {};

export const language = () => document.documentElement.lang;

// preferred is what was chosen here before, else what the desk or the browser asks for.
export function preferred(desk) {
  const own = localStorage.getItem('quotient-lang');
  if (own === 'zh' || own === 'en') return own;
  if (desk) return desk;
  return navigator.language.toLowerCase().startsWith('zh') ? 'zh' : 'en';
}

export async function speak(lang) {
  if (!loaded[lang]) {
    const answer = await fetch(`/i18n/${lang}.json`);
    if (!answer.ok) throw new Error(`no words for ${lang}`);
    loaded[lang] = await answer.json();
  }
  words = loaded[lang];
  document.documentElement.lang = lang;
  for (const el of document.querySelectorAll('[data-t]')) el.textContent = t(el.dataset.t);
  for (const b of document.querySelectorAll('[data-lang]')) b.setAttribute('aria-pressed', String(b.dataset.lang === lang));
}

// t returns the word for key, with {name} replaced by values.name.
export function t(key, values) {
  const text = words[key] ?? key.slice(key.indexOf('.') + 1).replaceAll('_', ' ');
  return values ? text.replace(/\{(\w+)\}/g, (_, name) => String(values[name] ?? '')) : text;
}
