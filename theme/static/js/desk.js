// One key each for what moderators do most, for whoever wants that. No key decides anything: it
// only moves, opens and takes. It works while no field has focus, and can be switched off.
const STORE = 'waymark-desk-keys';
const panel = document.querySelector('[data-keys]');
const box = panel?.querySelector('input');
const isField = (element) => element?.matches('input, textarea, select, [contenteditable]');

function step(by) {
  const places = [...document.querySelectorAll('.wm-desk-row__name, .wm-desk-finding')];
  if (!places.length) return;
  const at = places.findIndex((place) => place === document.activeElement || place.contains(document.activeElement));
  const next = places[Math.max(0, Math.min(places.length - 1, at + by))];
  if (!next.matches('a')) next.tabIndex = -1;
  next.focus();
}

function act(key) {
  if (key === 'j') return step(1);
  if (key === 'k') return step(-1);
  if (key === 'u') return document.querySelector('[data-key="u"]')?.click();
  if (key === '?') {
    panel.open = true;
    return panel.querySelector('summary').focus();
  }
  const target = document.querySelector(`[data-key="${CSS.escape(key)}"]`);
  if (!target) return undefined;
  if (target.matches('details')) {
    target.open = true;
    return target.querySelector('select, textarea, input:not([type=hidden]), button').focus();
  }
  return key === 'a' ? target.focus() : target.click();
}

if (panel) {
  panel.hidden = false;
  box.checked = localStorage.getItem(STORE) !== 'off';
  box.addEventListener('change', () => localStorage.setItem(STORE, box.checked ? 'on' : 'off'));
  document.addEventListener('keydown', (event) => {
    if (!box.checked || event.ctrlKey || event.altKey || event.metaKey || isField(document.activeElement)) return;
    if (!'jkuacxqden?'.includes(event.key)) return;
    event.preventDefault();
    act(event.key);
  });
}
