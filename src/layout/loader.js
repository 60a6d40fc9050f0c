// Loads the search when its box is first used. Until then a page carries no more than this.
(() => {
  const own = document.currentScript;
  const form = document.querySelector("form.search");
  const field = form?.querySelector("input");
  if (!field) return;
  const load = () => {
    if (own.dataset.asked) return;
    own.dataset.asked = "yes";
    const script = document.createElement("script");
    script.src = new URL(own.dataset.search, own.src).href;
    script.onerror = () => form.append(form.dataset.failed);
    document.head.append(script);
  };
  field.addEventListener("focus", load);
  form.addEventListener("submit", (event) => event.preventDefault());
  document.addEventListener("keydown", (event) => {
    const typing = event.target.closest?.("input, textarea, select, [contenteditable]");
    if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey || typing || globalThis.terkawalSearch) return;
    event.preventDefault();
    if (!form.classList.contains("stays")) form.classList.toggle("over", form.getBoundingClientRect().bottom < 0);
    field.focus({ preventScroll: form.classList.contains("over") });
  });
  if (form.classList.contains("stays") || document.activeElement === field) load();
})();
