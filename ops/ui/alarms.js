// What is missing or wrong and does not stop quoting, a sentence each.
const banner = document.getElementById('alarms');
let shown = '';

// showAlarms touches the banner only when the alarms changed: every touch is read
// out again to whoever listens to the page.
export function showAlarms(alarms) {
  const key = JSON.stringify(alarms);
  if (key === shown) return;
  shown = key;
  banner.querySelector('ul').replaceChildren(...alarms.map((sentence) => Object.assign(document.createElement('li'), { textContent: sentence })));
  banner.hidden = !alarms.length;
}
