// Keeps an open page up to date. The server says only that something changed; the page is asked for again and its marked parts are put in place.
// Nothing is replaced while the person types or has chosen something.
(() => {
  // The answer to a form stands under the form's address, which is no page: from now on it has the page's own, to be asked for again.
  const here = document.getElementById('live')?.dataset.page;
  if (here) history.replaceState(null, '', here);
  const regions = () => [...document.querySelectorAll('[data-live]')];
  const bar = document.getElementById('live');
  const hasForms = () => document.querySelector('main form[method="post"]') !== null;
  if (!bar || !(regions().length || hasForms()) || !('EventSource' in window)) return;
  const words = bar.dataset;
  const own = document.querySelector('[data-lead]')?.dataset.lead;
  const changed = new Set();
  let [source, timer, unknown, isWaiting, isAgain, isOver] = [null, null, 0, false, false, false];

  const isChanged = (field) => field.type === 'checkbox' || field.type === 'radio' ? field.checked !== field.defaultChecked
    : field.tagName === 'SELECT' ? [...field.options].some((option) => option.selected !== option.defaultSelected && (option.defaultSelected || option.index > 0))
      : field.type !== 'hidden' && field.value !== field.defaultValue;
  const isBusy = (region) => [...region.querySelectorAll('input, select, textarea')].some((field) => field === document.activeElement || isChanged(field))
    || region.querySelector('details.sure[open]') || document.querySelector('dialog[open]');

  const show = (text, isAsking) => {
    bar.replaceChildren();
    if (!text) { bar.hidden = true; return; }
    bar.hidden = false;
    bar.append(text);
    if (!isAsking) return;
    const button = document.createElement('button');
    button.type = 'button';
    button.className = 'button quiet';
    button.textContent = words.show;
    button.addEventListener('click', () => refresh(true));
    bar.append(' ', button);
  };

  // A part in place of its older self; an opened chart stays open, and the keyboard stays where it was.
  const put = (old, fresh) => {
    const part = document.importNode(fresh, true);
    const open = [...old.querySelectorAll('details')].map((details) => details.open);
    part.querySelectorAll('details').forEach((details, index) => { if (open[index] !== undefined) details.open = open[index]; });
    const held = old.contains(document.activeElement) ? document.activeElement : null;
    const again = held && (held.id ? '#' + CSS.escape(held.id) : held.getAttribute('href') ? `a[href="${CSS.escape(held.getAttribute('href'))}"]` : null);
    old.replaceWith(part);
    if (again) part.querySelector(again)?.focus();
  };

  // Signed out: the page leads to the door, unless something was typed into it, which is still there to be copied.
  const isTyped = () => [...document.querySelectorAll('main input, main select, main textarea')].some(isChanged);
  const close = () => { source?.close(); [source, isOver] = [null, true]; };
  const end = () => {
    close();
    if (isTyped()) show(words.ended, false);
    else location.reload();
  };

  // A page without parts of its own that change only has to know whether one is still signed in.
  const look = async () => {
    try {
      const answer = await fetch('/account', { method: 'HEAD', headers: { 'X-Live': '1' }, credentials: 'same-origin' });
      if (answer.redirected && new URL(answer.url).pathname === '/sign-in') { close(); show(words.ended, false); }
    } catch { /* The line is down: one looks again when it is up. */ }
  };

  const refresh = async (isAsked) => {
    if (!regions().length) return look();
    let page;
    try {
      // Without what was just done: that is no news any more.
      const here = new URL(location.href);
      here.searchParams.delete('done');
      here.hash = '';
      const answer = await fetch(here, { headers: { 'X-Live': '1' }, credentials: 'same-origin' });
      if (answer.redirected && new URL(answer.url).pathname === '/sign-in') { end(); return; }
      if (!answer.ok && answer.status !== 404) return;
      page = new DOMParser().parseFromString(await answer.text(), 'text/html');
      // Out of sight by now: the page says so, unless something was typed into it.
      if (answer.status === 404) { close(); if (isTyped()) show(words.gone, false); else location.reload(); return; }
    } catch { return; }
    isWaiting = false;
    let isPut = false;
    for (const region of regions()) {
      const fresh = page.querySelector(`[data-live="${region.dataset.live}"]`);
      if (!fresh || fresh.outerHTML === region.outerHTML) continue;
      if ((region.dataset.ask !== undefined && !isAsked) || (isBusy(region) && !isAsked)) { isWaiting = true; continue; }
      put(region, fresh);
      isPut = true;
    }
    if (isAsked || !isWaiting) { changed.clear(); unknown = 0; }
    if (isWaiting && !isAsked) {
      show(own ? words.leadChanged : words.changed.replace('{n}', Math.max(1, changed.size + unknown)), true);
    } else show(isPut && own ? words.updated : '', false);
  };

  // Many pages hear at once: each asks at a moment of its own within the time that the server says, and not more often than every two seconds or
  // twice that time. What comes while one waits to ask is in the answer.
  let [last, within] = [0, 0];
  const later = (isOwn) => {
    const pause = Math.max(100 + Math.random() * (isOwn ? 600 : Math.max(600, within)), last + Math.max(2000, 2 * within) - Date.now());
    const due = Date.now() + pause;
    if (timer && due >= timer.due) return;
    clearTimeout(timer?.id);
    timer = { due, id: setTimeout(() => { [timer, last] = [null, Date.now()]; refresh(false); }, pause) };
  };
  // A proxy that finds no console behind it ends the line for good: one listens again, ever less often.
  let again = 3000;
  const isDown = () => again > 3000;
  const fell = () => {
    if (source?.readyState !== EventSource.CLOSED) return;
    source = null;
    refresh(false);
    setTimeout(listen, again * (0.75 + Math.random() / 2));
    if (isDown()) show(words.down, false);
    again = Math.min(again * 2, 60000);
  };
  const listen = () => {
    if (source || document.hidden || isOver) return;
    source = new EventSource('/live?seen=' + words.seen);
    source.addEventListener('leads', (event) => {
      if (!regions().length) return;
      const news = JSON.parse(event.data);
      if (own && !news.more && !news.leads.includes(own)) return;
      news.leads.forEach((lead) => changed.add(lead));
      if (news.more) unknown = 1;
      within = news.within;
      // The page of the very lead is one of few.
      later(own && news.leads.includes(own));
    });
    source.addEventListener('end', () => { close(); show(words.ended, false); });
    source.addEventListener('error', fell);
    // Whatever was missed while the line was down.
    source.addEventListener('open', () => {
      if (isDown()) show('', false);
      again = 3000;
      if (isAgain) later();
      isAgain = true;
    });
    bar.dataset.state = 'on';
  };
  document.addEventListener('visibilitychange', () => {
    if (document.hidden) { source?.close(); source = null; } else { listen(); later(); }
  });
  addEventListener('pagehide', () => { source?.close(); source = null; });
  addEventListener('pageshow', (event) => { if (event.persisted) { listen(); later(); } });
  listen();
})();
