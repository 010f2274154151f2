// What a state's letter means for the eye: its group, and how tall it stands in a
// strip, so that the strip reads without colour.
const kinds = {
  '.': ['off', 0.12], '=': ['ok', 0.62], X: ['exempt', 0.34],
  K: ['desk', 1], P: ['desk', 1], D: ['link', 1], M: ['link', 1],
  R: ['gate', 1], B: ['gate', 1], A: ['gate', 1], O: ['gate', 1],
  N: ['own', 1], 1: ['own', 1], S: ['own', 1], W: ['own', 1], '?': ['own', 1],
};

export const letters = {
  effective: '=', exempt: 'X', killed: 'K', paused: 'P', disconnected: 'D', stale_data: 'M', risk_blocked: 'R',
  budget: 'B', awaiting_ack: 'A', stepped_back: 'O', no_quote: 'N', one_sided: '1', too_small: 'S', too_wide: 'W',
  cannot_tell: '?', off: '.',
};

const states = Object.fromEntries(Object.entries(letters).map(([state, letter]) => [letter, state]));

export const kindOf = (letter) => (kinds[letter] ?? kinds['?'])[0];
export const heightOf = (letter) => (kinds[letter] ?? kinds['?'])[1];
export const stateOf = (letter) => states[letter] ?? 'cannot_tell';
