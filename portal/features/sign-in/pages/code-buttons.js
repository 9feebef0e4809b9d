/* The buttons beside secrets that are shown once. Sent as it is, without a build step, by the pages that show some. */
document.addEventListener('click', async ({ target }) => {
  const button = target instanceof Element ? target.closest('button[data-copies], button[data-prints]') : null;
  if (!button) return;
  if (button.dataset.copies === undefined) return window.print();
  await navigator.clipboard.writeText(button.dataset.copies);
  button.firstElementChild.textContent = button.dataset.done;
});
