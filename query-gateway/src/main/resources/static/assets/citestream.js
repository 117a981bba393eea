// Comfort where script is on; every page is whole without it.
'use strict';
(() => {
  const number = new Intl.NumberFormat('en-US');

  // Titles that go on as what is being typed.
  const search = document.querySelector('[data-suggest]');
  if (search) {
    const list = document.createElement('datalist');
    list.id = 'suggestions';
    search.after(list);
    search.setAttribute('list', list.id);
    let waiting;
    search.addEventListener('input', () => {
      clearTimeout(waiting);
      waiting = setTimeout(async () => {
        const typed = search.value.trim();
        if (typed.length < 2) {
          list.replaceChildren();
          return;
        }
        const answer = await fetch('/suggestions?q=' + encodeURIComponent(typed.slice(0, 200)));
        if (!answer.ok) return;
        const titles = await answer.json();
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
  const tell = (words) => {
    const link = document.createElement('a');
    link.href = location.href;
    link.textContent = 'Show';
    arrivals.replaceChildren(words + ' ', link);
    arrivals.hidden = false;
  };

  // A paper: its figures follow what happens.
  const paper = document.querySelector('[data-paper]');
  if (paper && arrivals) {
    const id = paper.dataset.paper;
    let cited;
    let waiting;
    const refresh = async () => {
      const answer = await fetch('/api/v1/papers/' + id + '?fields=pagerank,rank,percentile,citations');
      if (!answer.ok) return;
      const now = await answer.json();
      const put = (name, words) => {
        const place = paper.querySelector('[data-live=' + name + ']');
        if (place && place.textContent !== words) place.textContent = words;
      };
      if (now.rank) {
        put('pagerank', now.pagerank.toExponential(7).replace(/e([+-])(\d)$/, 'e$10$2'));
        put('rank', number.format(now.rank) + ' | ' + now.percentile.toFixed(2) + '%');
      }
      if (cited !== undefined && now.citations.count !== cited) {
        tell('It is cited by ' + number.format(now.citations.count) + (now.citations.count === 1 ? ' paper' : ' papers') + ' now, by '
            + number.format(cited) + ' before.');
      } else if (cited === undefined) {
        cited = now.citations.count;
      }
    };
    refresh();
    const stream = new EventSource('/api/v1/stream?paper=' + id);
    for (const kind of ['paper', 'rank']) {
      stream.addEventListener(kind, () => {
        clearTimeout(waiting);
        waiting = setTimeout(refresh, 300);
      });
    }
    stream.addEventListener('summary', () => tell('Its summary is new.'));
  } else if (arrivals) {
    // The list: new papers announce themselves.
    const seen = new Set();
    const stream = new EventSource('/api/v1/stream?kinds=paper');
    let waiting;
    stream.addEventListener('paper', (event) => {
      const what = JSON.parse(event.data);
      if (what.status === 'live' && seen.size < 100000) seen.add(what.paper);
      clearTimeout(waiting);
      waiting = setTimeout(() => {
        if (seen.size) tell(number.format(seen.size) + (seen.size === 1 ? ' paper is' : ' papers are') + ' new or changed.');
      }, 500);
    });
  }
})();
