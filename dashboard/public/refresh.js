// Updates the page while it is open and visible, without a reload. Without scripts, the browser reloads it.
const main = document.querySelector('main');
const away = document.getElementById('away');
let shown = '';
let answeredAt = new Date();

setTimeout(look, seconds() * 1000);
// The first page was written before the server knew the viewer's time zone.
addEventListener('time-zone', () => refresh().then(showAnswered, showAway));

function seconds() {
  return Number(main.dataset.refresh);
}

async function look() {
  if (!document.hidden) await refresh().then(showAnswered, showAway);
  if (main.dataset.refresh) setTimeout(look, seconds() * 1000);
}

// If updates fail, the page says so instead of showing old figures as current.
function showAway() {
  const since = answeredAt.toLocaleTimeString();
  away.textContent = `The dashboard has not answered since ${since}. This page shows what was known then, and goes on by itself.`;
  away.hidden = false;
}

function showAnswered() {
  answeredAt = new Date();
  away.hidden = true;
}

async function refresh() {
  const response = await fetch(location.href, { headers: { Accept: 'text/html' } });
  if (response.redirected) return location.reload();
  if (response.status >= 500) throw new Error(`status ${response.status}`);
  if (!response.ok) return;
  const page = new DOMParser().parseFromString(await response.text(), 'text/html');
  const fresh = page.querySelector('main');
  if (fresh.innerHTML === (shown || main.innerHTML) || isBusy()) return;
  shown = fresh.innerHTML;
  announce(fresh);
  markChanges(fresh);
  keepPlace(() => main.replaceChildren(...fresh.childNodes));
  document.querySelector('.colophon').replaceWith(page.querySelector('.colophon'));
  document.title = page.title;
  if (fresh.dataset.refresh) main.dataset.refresh = fresh.dataset.refresh;
  else delete main.dataset.refresh;
}

// An update would discard a text selection, or text that is being typed.
function isBusy() {
  const selection = getSelection();
  const field = document.activeElement;
  const isTyping = main.contains(field) && /^(INPUT|SELECT|TEXTAREA)$/.test(field.tagName);
  return isTyping || (selection.toString() !== '' && main.contains(selection.anchorNode));
}

// For screen readers: announces what is new, once.
function announce(fresh) {
  const news = from => [...from.querySelectorAll('[data-news]')].map(element => element.textContent.replace(/\s+/g, ' ').trim());
  const known = new Set(news(main));
  const added = news(fresh).filter(text => text !== '' && !known.has(text));
  if (added.length > 0) document.getElementById('news').textContent = added.join(' ');
}

// Marks figures that have changed.
function markChanges(fresh) {
  const figures = from => new Map([...from.querySelectorAll('[data-figure]')].map(element => [element.dataset.figure, element]));
  const before = figures(main);
  for (const [name, element] of figures(fresh)) {
    const former = before.get(name);
    if (former && former.textContent !== element.textContent) element.classList.add('changed');
  }
}

// Keeps the scroll positions of the page and its tables, opened details, and the focus.
function keepPlace(change) {
  const scrolled = () => [...main.querySelectorAll('.scroll, .machine, pre')];
  const folds = () => [...main.querySelectorAll('details')];
  const focusable = () => [...main.querySelectorAll('a, button, summary, .scroll, .machine, pre')];
  const places = scrolled().map(({ scrollTop, scrollLeft }) => [scrollTop, scrollLeft]);
  const open = folds().map(element => element.open);
  const focused = focusable().indexOf(document.activeElement);
  const anchor = anchorInView();
  change();
  folds().forEach((element, index) => {
    if (open[index] !== undefined) element.open = open[index];
  });
  scrolled().forEach((element, index) => {
    [element.scrollTop, element.scrollLeft] = places[index] ?? [0, 0];
  });
  focusable()[focused]?.focus({ preventScroll: true });
  const moved = anchor && document.getElementById(anchor.id)?.getBoundingClientRect().top - anchor.top;
  if (moved) scrollBy(0, moved);
}

// At the top of the page there is no position to keep.
function anchorInView() {
  if (scrollY === 0) return undefined;
  for (const element of main.querySelectorAll('[id]')) {
    const { top, bottom } = element.getBoundingClientRect();
    if (bottom > 0 && element.id) return { id: element.id, top };
  }
  return undefined;
}
