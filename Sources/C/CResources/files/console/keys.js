// Keys of the list and of a lead. They press what stands on the page, so whatever they do can be done by clicking too.
(() => {
  const help = document.getElementById('keys');
  if (!help) return;
  const isTyping = (element) => element instanceof Element && element.closest('input:not([type=checkbox]):not([type=radio]), select, textarea, [contenteditable]');
  const rows = () => [...document.querySelectorAll('table.list tbody th a[href^="/leads/"], ul.leads a[href^="/leads/"]')];
  const step = (by) => {
    const links = rows();
    if (!links.length) return;
    const here = links.findIndex((link) => link === document.activeElement || link.closest('tr, li')?.contains(document.activeElement));
    const next = links[here < 0 ? (by > 0 ? 0 : links.length - 1) : Math.min(links.length - 1, Math.max(0, here + by))];
    next.focus();
    next.scrollIntoView({ block: 'nearest' });
  };
  const press = (css) => { const button = document.querySelector(css); if (!button) return false; button.click(); return true; };
  const go = { h: '/', l: '/leads' };
  let wasG = 0;
  addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    if (help.open || isTyping(event.target)) return;
    // On a Cyrillic layout the same keys count by their place.
    const key = /^[a-z/?]$/i.test(event.key) ? event.key.toLowerCase() : event.code.startsWith('Key') ? event.code.slice(3).toLowerCase() : event.key;
    if (Date.now() - wasG < 1500 && go[key]) { wasG = 0; event.preventDefault(); location.assign(go[key]); return; }
    wasG = 0;
    let isOurs = true;
    if (key === 'j' || key === 'ArrowDown' && rows().includes(document.activeElement)) step(1);
    else if (key === 'k' || key === 'ArrowUp' && rows().includes(document.activeElement)) step(-1);
    else if (key === '/') { const field = document.getElementById('q'); if (field) field.focus(); else location.assign('/leads#q'); }
    else if (key === 't') isOurs = press('form[action$="/take"] button');
    else if (key === 'c') isOurs = press('form[action$="/contacted"] button');
    else if (key === 'g') wasG = Date.now();
    else if (key === '?') help.showModal();
    else isOurs = false;
    if (isOurs) event.preventDefault();
  });
  // The box above the list's boxes.
  addEventListener('change', (event) => {
    if (event.target.id === 'pick-all') document.querySelectorAll('td.pick input').forEach((box) => { box.checked = event.target.checked; });
  });
  const opener = document.getElementById('keys-open');
  if (opener) { opener.hidden = false; opener.addEventListener('click', () => help.showModal()); }
})();
