// Comfort where script is on; every page is whole without it.
'use strict';
(() => {
  const number = new Intl.NumberFormat('en-US');

  // The address says what the page is of, whatever words led here.
  const canonical = document.querySelector('link[rel=canonical]');
  if (canonical) {
    const path = new URL(canonical.href).pathname;
    if (path !== location.pathname) history.replaceState(history.state, '', path + location.search + location.hash);
  }

  // Titles that go on as what is being typed.
  for (const search of document.querySelectorAll('[data-suggest]')) {
    const list = document.createElement('datalist');
    list.id = search.id + '-suggestions';
    search.after(list);
    search.setAttribute('list', list.id);
    let waiting;
    search.addEventListener('input', () => {
      clearTimeout(waiting);
      waiting = setTimeout(async () => {
        const typed = search.value.trim();
        let titles = [];
        try {
          if (typed.length > 1) {
            const answer = await fetch('/suggestions?q=' + encodeURIComponent(typed.slice(0, 200)));
            if (answer.ok) titles = await answer.json();
          }
        } catch {
          // without a connection there is nothing to suggest
        }
        if (typed !== search.value.trim()) return;
        list.replaceChildren(...titles.map((title) => {
          const option = document.createElement('option');
          option.value = title;
          return option;
        }));
      }, 150);
    });
  }

  // The citation, on the clipboard.
  for (const button of document.querySelectorAll('[data-copy]')) {
    if (!navigator.clipboard) continue;
    button.hidden = false;
    const words = button.textContent;
    button.addEventListener('click', async () => {
      try {
        const answer = await fetch(button.dataset.copy);
        if (!answer.ok) throw new Error(answer.status);
        await navigator.clipboard.writeText(await answer.text());
        button.textContent = 'Copied';
      } catch {
        button.textContent = 'Could not be copied';
      }
      setTimeout(() => { button.textContent = words; }, 2000);
    });
  }

  const arrivals = document.querySelector('[data-arrivals]');
  if (!arrivals) return;
  const notices = new Map();
  const tell = (about, words) => {
    if ((notices.get(about) || '') === words) return;
    notices.set(about, words);
    const all = [...notices.values()].filter((each) => each).join(' ');
    const link = document.createElement('a');
    link.href = location.pathname + location.search;
    link.textContent = 'Show';
    arrivals.replaceChildren(...(all ? [all + ' ', link] : []));
  };

  // A browser opens six connections to a site at most. So only tabs that are seen follow the stream, and three of these at once; a
  // tab that comes back to sight, or finds no place, asks every now and then instead.
  const STREAMS = 3;
  const AGAIN = 30000;
  const place = async () => {
    if (!navigator.locks) return () => {};
    for (let i = 0; i < STREAMS; i++) {
      const taken = await new Promise((resolve) => {
        navigator.locks.request('citestream-stream-' + i, {ifAvailable: true}, (lock) => {
          if (!lock) return resolve(null);
          return new Promise((release) => resolve(release));
        }).catch(() => resolve(null));
      });
      if (taken) return taken;
    }
    return null;
  };
  const follow = (address, events, refresh) => {
    let stream;
    let leave;
    let opening = false;
    const seen = () => document.visibilityState === 'visible';
    const open = async () => {
      if (stream || opening || !seen()) return;
      opening = true;
      leave = await place();
      opening = false;
      if (!leave) return;
      if (!seen()) return close();
      stream = new EventSource(address);
      for (const kind of Object.keys(events)) stream.addEventListener(kind, events[kind]);
    };
    const close = () => {
      if (stream) stream.close();
      stream = undefined;
      if (leave) leave();
      leave = undefined;
    };
    const look = () => {
      if (!seen()) return;
      open();
      refresh();
    };
    document.addEventListener('visibilitychange', () => { if (seen()) look(); else close(); });
    addEventListener('pagehide', close);
    addEventListener('pageshow', (event) => { if (event.persisted) look(); });
    setInterval(look, AGAIN);
    look();
  };

  // A paper: its figures follow what happens.
  const paper = document.querySelector('[data-paper]');
  if (paper) {
    const id = paper.dataset.paper;
    const cited = Number(paper.dataset.cited);
    let waiting;
    const put = (name, words) => {
      for (const each of paper.querySelectorAll('[data-live=' + name + ']')) {
        if (each.textContent !== words) each.textContent = words;
      }
    };
    const refresh = async () => {
      let now;
      try {
        const answer = await fetch('/api/v1/papers/' + id + '?fields=pagerank,rank,percentile,citations');
        if (!answer.ok) return;
        now = await answer.json();
      } catch {
        return; // the next time will tell
      }
      if (now.rank) {
        put('pagerank', now.pagerank.toExponential(7).replace(/e([+-])(\d)$/, 'e$10$2'));
        put('rank', number.format(now.rank) + ' | ' + now.percentile.toFixed(2) + '%');
      }
      const count = now.citations.count;
      const showing = paper.querySelector('[data-live=showing]');
      if (showing) put('showing', 'Showing ' + number.format(showing.dataset.shown) + ' of ' + number.format(count) + ' citing papers.');
      tell('citations', count === cited ? '' : 'It is cited by ' + number.format(count) + (count === 1 ? ' paper' : ' papers')
          + ' now, by ' + number.format(cited) + ' before.');
    };
    const soon = () => {
      if (waiting) return;
      waiting = setTimeout(() => { waiting = undefined; refresh(); }, 300);
    };
    follow('/api/v1/stream?paper=' + id, {
      paper: soon,
      rank: soon,
      reset: soon,
      summary: (event) => {
        if (JSON.parse(event.data).status === 'current') tell('summary', 'Its summary is new.');
      },
    }, refresh);
    return;
  }

  // The list: new papers announce themselves, where it can be told that they belong to it.
  const asked = new URLSearchParams(location.search);
  const admitted = ['venue', 'author', 'sort', 'page'];
  if ([...asked].some(([name, value]) => value && !admitted.includes(name))) return;
  const newest = Number(arrivals.dataset.arrivals);
  const come = new Set();
  let waiting;
  const say = (after) => {
    if (waiting) return;
    waiting = setTimeout(() => {
      waiting = undefined;
      if (come.size) tell('papers', number.format(come.size) + (come.size === 1 ? ' paper is' : ' papers are') + ' new.');
    }, after);
  };
  let address = '/api/v1/stream?kinds=paper';
  for (const name of ['venue', 'author']) {
    if (asked.get(name)) address += '&' + name + '=' + encodeURIComponent(asked.get(name));
  }
  follow(address, {
    paper: (event) => {
      const what = JSON.parse(event.data);
      if (what.status !== 'live' || what.paper <= newest || come.size > 100000) return;
      come.add(what.paper);
      say(notices.size ? 10000 : 500);
    },
    reset: () => tell('missed', 'There may be new papers.'),
  }, () => {});
})();
