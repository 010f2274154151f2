// The stream of updates. A browser opens few connections to one host, so the tabs
// of one desk share a single EventSource: the tab that holds the lock reads it and
// tells the others.

// follow calls onData({full, age, status, contracts, lines, strips, units, requests,
// seasons, controls}) for every event; lines and what follows are undefined when not told.
// whole() must return all that is known so far, or null.
export function follow(onData, whole) {
  const channel = new BroadcastChannel('quotient');
  let source = null;
  let release = () => {};
  channel.onmessage = ({ data }) => {
    if (!data.want) {
      if (!source) onData(data);
      return;
    }
    const known = source && whole();
    if (known) channel.postMessage(known);
  };
  const take = (data) => {
    onData(data);
    channel.postMessage(data);
  };
  const read = () => {
    source = new EventSource('/events');
    source.addEventListener('snapshot', (e) => take(parse(e.data, true)));
    source.addEventListener('update', (e) => take(parse(e.data, false)));
  };
  const start = () => {
    if (!navigator.locks) {
      read();
      return;
    }
    channel.postMessage({ want: true });
    const waiting = new AbortController();
    release = () => waiting.abort();
    navigator.locks.request('quotient-stream', { signal: waiting.signal }, () => {
      read();
      return new Promise((done) => { release = done; });
    }).catch(() => {}); // given up before its turn came
  };
  // A page that the browser only puts aside must not keep the others waiting.
  addEventListener('pagehide', () => {
    source?.close();
    source = null;
    release();
  });
  addEventListener('pageshow', (e) => { if (e.persisted) start(); });
  start();
}

function parse(text, full) {
  const doc = JSON.parse(text);
  if (doc.schema !== 1) throw new Error(`schema ${doc.schema} is not known to this page`);
  const { status, contracts, lines, strips, units, requests, seasons, controls } = doc;
  return { full, age: doc.age_ms ?? 0, status, contracts, lines, strips, units, requests, seasons, controls };
}
