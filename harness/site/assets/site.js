// Filters the grid, and keeps ages true while time goes on. Without it every page reads the same, unfiltered.
'use strict';

const minute = 60_000;
const units = [[525_600, 'year'], [43_200, 'month'], [1_440, 'day'], [60, 'hour'], [1, 'minute']];

function ago(since) {
  const minutes = Math.floor((Date.now() - since) / minute);
  if (minutes < -1) return 'in the future';
  const [size, name] = units.find(([least]) => minutes >= least) ?? [];
  if (size === undefined) return 'just now';
  const many = Math.floor(minutes / size);
  return `${many} ${name}${many === 1 ? '' : 's'} ago`;
}

for (const time of document.querySelectorAll('time[data-age]')) time.textContent = ago(Date.parse(time.dateTime));

const filters = document.querySelector('[data-filters]');
if (filters) {
  const fields = [...filters.querySelectorAll('[data-filter]')];
  const items = [...document.querySelectorAll('[data-filtered] > *')];
  const none = document.querySelector('[data-none]');
  const count = filters.querySelector('[data-count]');

  const fits = (item, { dataset: { filter }, value }) => {
    const sought = value.trim().toLowerCase();
    const own = item.dataset[filter] ?? '';
    return sought === '' || (filter === 'name' ? own.includes(sought) : own === sought);
  };
  const apply = () => {
    for (const item of items) item.hidden = !fields.every(field => fits(item, field));
    const shown = items.filter(item => !item.hidden).length;
    count.textContent = shown === items.length ? `All ${items.length} are shown.` : `${shown} of ${items.length} are shown.`;
    none.hidden = shown > 0;
  };
  filters.addEventListener('input', apply);
  filters.querySelector('[data-reset]').addEventListener('click', () => {
    for (const field of fields) field.value = '';
    apply();
    fields[0].focus();
  });
  filters.hidden = false;
  apply();
}
