// Hints only: without this file every page works, the server decides and says the same.
(() => {
  'use strict';
  const all = (selector, from = document) => [...from.querySelectorAll(selector)];
  const one = (selector, from = document) => from.querySelector(selector);

  // A refused form: the reader lands on what is missing.
  const summary = one('[data-focus]') || one('[aria-invalid=true]');
  if (summary) summary.focus();

  // Toasts float, and go after 10 seconds unless read with the pointer or the keyboard.
  all('.toast').forEach((toast) => {
    toast.classList.add('float');
    const go = () => (toast.matches(':hover, :focus-within') ? setTimeout(go, 2000) : toast.remove());
    setTimeout(go, 10000);
  });

  // Ticked rows: the bar hides at none and says their number twice.
  all('[data-bulk]').forEach((bar) => {
    const form = bar.closest('form');
    const boxes = () => all('.sel input[type=checkbox]:not([data-all])', form);
    const show = () => {
      const n = boxes().filter((box) => box.checked).length;
      bar.hidden = !n;
      one('[data-bulk-count] b', bar).textContent = n;
      all('[data-bulk-n]', bar).forEach((span) => { span.textContent = ` (${n})`; });
    };
    one('[data-bulk-plain]', bar).hidden = true;
    one('[data-bulk-count]', bar).hidden = false;
    form.addEventListener('change', (event) => {
      if (event.target.matches('[data-all]')) boxes().forEach((box) => { box.checked = event.target.checked; });
      show();
    });
    show();
  });

  // A second press while the first is on its way does nothing; the server has a token for it too.
  document.addEventListener('submit', (event) => {
    const form = event.target;
    if (form.dataset.sent) { event.preventDefault(); return; }
    if (form.method !== 'post' || 'again' in form.dataset) return;
    form.dataset.sent = '1';
    all('button:not([type=button])', form).forEach((button) => button.setAttribute('aria-disabled', 'true'));
    try { sessionStorage.removeItem(keep(form)); } catch (e) { /* storage is off */ }
  });
  addEventListener('pageshow', () => all('form[data-sent]').forEach((form) => {
    delete form.dataset.sent;
    all('[aria-disabled]', form).forEach((button) => button.removeAttribute('aria-disabled'));
  }));

  // Print shows what is folded.
  addEventListener('beforeprint', () => all('details:not([open]):not(.more)').forEach((d) => { d.open = true; d.dataset.shut = '1'; }));
  addEventListener('afterprint', () => all('details[data-shut]').forEach((d) => { d.open = false; delete d.dataset.shut; }));

  // Escape closes the menu "More" and gives the focus back.
  addEventListener('keydown', (event) => {
    const menu = event.key === 'Escape' && one('.more[open]');
    if (menu) { menu.open = false; one('summary', menu).focus(); }
  });

  // Five minutes before the session ends: say so, and keep what was typed in this tab.
  const keep = (form) => `kept:${document.body.dataset.who || ''}:${location.pathname}:${all('form').indexOf(form)}`;
  const typed = (form) => all('textarea, input[type=text]', form).filter((field) => field.name);
  const forms = all('form').filter((form) => form.method === 'post' && typed(form).length);
  const store = () => forms.forEach((form) => {
    const changed = typed(form).filter((field) => field.value !== field.defaultValue);
    if (!changed.length) return;
    try {
      sessionStorage.setItem(keep(form), JSON.stringify(changed.map((field) => [field.name, field.value])));
    } catch (e) { /* storage is off or full */ }
  });
  forms.forEach((form) => {
    let kept = null;
    try { kept = JSON.parse(sessionStorage.getItem(keep(form))); } catch (e) { /* nothing kept */ }
    (kept || []).forEach(([name, value]) => {
      const field = typed(form).find((f) => f.name === name);
      if (field && field.value === field.defaultValue) field.value = value;
    });
  });
  const left = Number(document.body.dataset.session) * 1000;
  const warning = one('#session-warning');
  if (left && warning) {
    setTimeout(() => {
      warning.hidden = false; store();
      document.addEventListener('input', store);
    }, Math.max(left - 300000, 0));
    setTimeout(() => { one('[data-before]', warning).hidden = true; one('[data-after]', warning).hidden = false; store(); }, left);
  }

  // Due date while typing. The server gives the calendar and the words (components/calc.html).
  const data = one('#calc-calendar');
  const part = (name) => one(`[data-calc=${name}]`);
  if (data && part('start') && part('n')) {
    const words = JSON.parse(data.textContent);
    const iso = (day) => day.toISOString().slice(0, 10);
    const shown = (day) => iso(day).split('-').reverse().join('/');
    const works = (day) => words.worked.includes(iso(day)) || (day.getUTCDay() % 6 !== 0 && !words.off.includes(iso(day)));
    const cell = (text, mark, kind) => {
      const li = document.createElement('li'), b = document.createElement('b');
      li.className = kind; b.textContent = mark; li.append(text, b); return li;
    };
    const run = () => {
      const m = /^(\d{1,2})\/(\d{1,2})\/(\d{4})$/.exec(part('start').value.trim()), n = Number(part('n').value);
      if (!m || !(n > 0 && n < 61)) return;
      const first = new Date(Date.UTC(m[3], m[2] - 1, m[1])), day = new Date(first), grid = document.createElement('ol');
      grid.className = 'days';
      words.days.forEach((name) => grid.append(cell(name, '', 'dow')));
      for (let i = (first.getUTCDay() + 6) % 7; i; i--) grid.append(cell('', '', 'nul'));
      grid.append(cell(day.getUTCDate(), words.start, 'start'));
      for (let count = 0; count < n;) {
        day.setUTCDate(day.getUTCDate() + 1);
        if (works(day)) { count++; grid.append(cell(day.getUTCDate(), count, count === n ? 'end' : '')); }
        else grid.append(cell(day.getUTCDate(), words.off.includes(iso(day)) ? words.holiday : '–', 'off'));
      }
      part('days').replaceChildren(grid);
      part('due').value = shown(day);
      part('text').textContent = `${words.weekdays[day.getUTCDay()]}, ${shown(day)}`;
    };
    part('start').addEventListener('input', run);
    part('n').addEventListener('input', run);
  }
})();
