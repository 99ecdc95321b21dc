// Says that search did not begin, when nothing took that sentence away in the meantime. It stands
// apart from search.js, so that it is there when that is not.
setTimeout(() => {
  for (const late of document.querySelectorAll("[data-search-unstarted]")) late.hidden = false;
}, 3000);
