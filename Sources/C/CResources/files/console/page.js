// What a page can do a little better with a script: buttons that stay hidden without it, and rows of tabs that begin at the current one.
(() => {
  const ready = (css, act) => document.querySelectorAll(css).forEach((button) => {
    button.hidden = false;
    button.addEventListener('click', () => act(button));
  });
  ready('[data-print]', () => print());
  ready('[data-copy]', async (button) => {
    const field = document.getElementById(button.dataset.copy);
    field.focus();
    field.select();
    // The clipboard is open to pages that came by TLS only; the older way asks for no such thing.
    try { await navigator.clipboard.writeText(field.value); } catch { if (!document.execCommand('copy')) return; }
    button.textContent = button.dataset.done;
  });
  for (const link of document.querySelectorAll('.top nav [aria-current], .tabs [aria-current]')) {
    const row = link.closest('ul');
    row.scrollLeft = link.offsetLeft - row.offsetLeft - (row.clientWidth - link.offsetWidth) / 2;
  }
})();
