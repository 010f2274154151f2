// The strip of a trading day: one cell per stretch of scheduled time. What went
// wrong stands taller than what went well; long runs carry their letter.
import { heightOf, kindOf, stateOf } from './kind.js';
import { t } from './words.js';

const axis = 15; // pixels below the bars for the hours

// cellTime returns the instant at which a cell begins.
export function cellTime(strip, cell) {
  let mark = strip.marks[0];
  for (const m of strip.marks) if (m.cell <= cell) mark = m;
  return mark ? new Date(Date.parse(mark.at) + ((cell - mark.cell) * strip.cell_ns) / 1e6) : null;
}

// clock returns an instant's time of day at the exchange.
export function clock(date, seconds) {
  const text = new Date(date.getTime() + 8 * 3600e3).toISOString();
  return text.slice(11, seconds ? 19 : 16);
}

export function draw(canvas, strip) {
  const { width, height } = canvas.getBoundingClientRect();
  if (!width) return;
  const scale = window.devicePixelRatio || 1;
  canvas.width = Math.round(width * scale);
  canvas.height = Math.round(height * scale);
  const pen = canvas.getContext('2d');
  pen.scale(scale, scale);
  const style = getComputedStyle(document.documentElement);
  const colour = (name) => style.getPropertyValue(`--${name}`).trim();
  const bars = height - axis;
  const step = width / strip.length;
  pen.fillStyle = colour('line');
  pen.fillRect(0, bars - 1, width, 1);
  for (const run of runs(strip.cells)) {
    const tall = Math.max(2, Math.round(heightOf(run.letter) * bars));
    const x = run.from * step;
    const wide = (run.to - run.from) * step;
    pen.fillStyle = colour(kindOf(run.letter));
    pen.fillRect(x, bars - tall, Math.max(wide, 1), tall);
    if (wide >= 11 && tall >= 13 && run.letter !== '=' && run.letter !== '.') {
      pen.fillStyle = colour('card');
      pen.font = `700 ${Math.min(13, tall - 1)}px ui-monospace, "DejaVu Sans Mono", monospace`;
      pen.textAlign = 'center';
      pen.textBaseline = 'middle';
      pen.fillText(run.letter, x + wide / 2, bars - tall / 2 + 0.5);
    }
  }
  drawHours(pen, strip, step, bars, width, colour);
}

// runs joins equal neighbours.
function runs(cells) {
  const list = [];
  for (let i = 0; i < cells.length; i++) {
    const last = list[list.length - 1];
    if (last && last.letter === cells[i] && last.to === i) last.to = i + 1;
    else if (cells[i] !== ' ') list.push({ letter: cells[i], from: i, to: i + 1 });
  }
  return list;
}

// drawHours writes the time where each stretch of trading begins, and the full hours.
function drawHours(pen, strip, step, bars, width, colour) {
  pen.font = '11px "Inter", "Segoe UI", "Noto Sans", system-ui, sans-serif';
  pen.textBaseline = 'bottom';
  pen.textAlign = 'left';
  let free = 0;
  const write = (cell, text, strong) => {
    const x = cell * step;
    pen.fillStyle = colour(strong ? 'soft' : 'line');
    pen.fillRect(x, strong ? bars - 2 : bars, 1, strong ? 6 : 4);
    const w = pen.measureText(text).width;
    const at = Math.min(x + 3, width - w);
    if (at < free) return;
    pen.fillStyle = colour('faint');
    pen.fillText(text, at, bars + axis);
    free = at + w + 8;
  };
  strip.marks.forEach((mark, i) => {
    const start = Date.parse(mark.at);
    const until = strip.marks[i + 1]?.cell ?? strip.length;
    write(mark.cell, clock(new Date(start)), true);
    for (let hour = Math.ceil((start + 1) / 3600e3) * 3600e3; ; hour += 3600e3) {
      const cell = mark.cell + ((hour - start) * 1e6) / strip.cell_ns;
      if (cell >= until - 0.5) break;
      write(cell, clock(new Date(hour)), false);
    }
  });
}

// hover shows the minute and the reason under the pointer, or under the arrow keys.
export function hover(canvas, current, tip) {
  let cell = 0;
  const show = (x, y) => {
    const strip = current();
    const letter = strip?.cells[cell];
    const at = strip && cellTime(strip, cell);
    if (!letter || letter === ' ' || !at) {
      tip.hidden = true;
      return;
    }
    tip.textContent = `${clock(at, strip.cell_ns % 60e9 !== 0)}  ${letter}  ${t(`state.${stateOf(letter)}`)}`;
    tip.hidden = false;
    tip.style.left = `${Math.min(x + 12, innerWidth - tip.offsetWidth - 8)}px`;
    tip.style.top = `${y - 36}px`;
  };
  canvas.addEventListener('pointermove', (e) => {
    const box = canvas.getBoundingClientRect();
    cell = Math.floor(((e.clientX - box.left) / box.width) * (current()?.length ?? 1));
    show(e.clientX, e.clientY);
  });
  canvas.addEventListener('keydown', (e) => {
    const by = { ArrowLeft: -1, ArrowRight: 1 }[e.key];
    if (!by) return;
    e.preventDefault();
    const strip = current();
    cell = Math.max(0, Math.min((strip?.cells.length ?? 1) - 1, cell + by));
    const box = canvas.getBoundingClientRect();
    show(box.left + (cell / (strip?.length ?? 1)) * box.width, box.top + 20);
  });
  for (const gone of ['pointerleave', 'blur']) canvas.addEventListener(gone, () => { tip.hidden = true; });
}
