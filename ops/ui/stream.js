// The stream of updates. A browser opens few connections to one host, so the tabs
// of one desk share a single EventSource: the tab that holds the lock reads it and
// tells the others.

// follow calls onData({full, age, status, contracts, strips}) for every event;
// whole() must return all that is known so far, or null.
export function follow(onData, whole) {
  const channel = new BroadcastChannel('quotient');
  let reading = false;
  channel.onmessage = ({ data }) => {
    if (!data.want) {
      if (!reading) onData(data);
      return;
    }
    const known = reading && whole();
    if (known) channel.postMessage(known);
  };
  const take = (data) => {
    onData(data);
    channel.postMessage(data);
  };
  const read = () => {
    reading = true;
    const source = new EventSource('/events');
    source.addEventListener('snapshot', (e) => take(parse(e.data, true)));
    source.addEventListener('update', (e) => take(parse(e.data, false)));
  };
  if (!navigator.locks) {
    read();
    return;
  }
  channel.postMessage({ want: true });
  navigator.locks.request('quotient-stream', () => {
    read();
    return new Promise(() => {}); // held until the tab is gone
  });
}

function parse(text, full) {
  const doc = JSON.parse(text);
  if (doc.schema !== 1) throw new Error(`schema ${doc.schema} is not known to this page`);
  return { full, age: doc.age_ms ?? 0, status: doc.status, contracts: doc.contracts, strips: doc.strips };
}
