// Figures as text. Ratios and minutes come rounded from the desk; here the decimal
// point only moves.
const none = '–';

// percent turns "0.9102" into "91.02%".
export function percent(ratio) {
  if (ratio === null || ratio === undefined) return none;
  const [whole, part = ''] = ratio.split('.');
  const digits = part.padEnd(4, '0');
  const head = String(Number(whole + digits.slice(0, 2)));
  const tail = digits.slice(2).replace(/0+$/, '').padEnd(2, '0');
  return `${head}.${tail}%`;
}

// grouped puts a thin space, where no line breaks, between thousands.
export function grouped(n) {
  return String(n).replace(/\B(?=(\d{3})+$)/g, '\u202f');
}

// yuan turns fen into yuan with a sign.
export function yuan(fen, sign = true) {
  const abs = Math.abs(fen);
  const text = `${grouped(Math.floor(abs / 100))}.${String(abs % 100).padStart(2, '0')}`;
  if (fen < 0) return `−${text}`;
  return sign && fen > 0 ? `+${text}` : text;
}

export function signed(n) {
  if (n < 0) return `−${grouped(-n)}`;
  return n > 0 ? `+${grouped(n)}` : '0';
}

// span turns nanoseconds into h:mm:ss or m:ss, rounded up.
export function span(ns) {
  const s = Math.ceil(ns / 1e9);
  const two = (v) => String(v).padStart(2, '0');
  const h = Math.floor(s / 3600);
  const m = Math.floor((s % 3600) / 60);
  return h ? `${h}:${two(m)}:${two(s % 60)}` : `${m}:${two(s % 60)}`;
}

// ageText turns nanoseconds into a short age.
export function ageText(ns) {
  if (ns === null || ns === undefined) return none;
  const ms = ns / 1e6;
  if (ms < 1000) return `${Math.round(ms)} ms`;
  return ms < 100e3 ? `${(ms / 1000).toFixed(1)} s` : span(ns);
}

// figureOf writes a value of one of the units of what is counted.
export function figureOf(v, unit) {
  if (unit === 'fen') return yuan(v, false);
  if (unit === 'ns') return ageText(v);
  if (unit === 'ppm') return `${(v / 1e4).toFixed(2)}%`;
  return v < 0 ? `−${grouped(-v)}` : grouped(v);
}

// clockOf takes the time of day out of a stamp.
export const clockOf = (stamp) => (stamp ? stamp.slice(11, 19) : none);

// dateClock takes the day and the minute out of a stamp.
export const dateClock = (stamp) => (stamp ? `${stamp.slice(5, 10)} ${stamp.slice(11, 16)}` : none);
export { none };
