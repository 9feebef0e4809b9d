/*
 * The behaviour of pages that are plain documents: sign-in, recovery and activation are forms that a browser sends by
 * itself, so that they carry neither React nor its data. Sent as it is, without a build step. Pages with React load it
 * too.
 */

/** A button that shows or hides the password of its field; both names of the button are in its attributes. */
document.addEventListener('click', ({ target }) => {
  const button = target instanceof Element ? target.closest('button[data-reveals]') : null;
  const input = button && document.getElementById(button.dataset.reveals);
  if (!button || !input) return;
  const isShown = input.type === 'password';
  input.type = isShown ? 'text' : 'password';
  button.textContent = isShown ? button.dataset.hide : button.dataset.show;
  button.setAttribute('aria-label', isShown ? button.dataset.hideLabel : button.dataset.showLabel);
});

/** The summary of a refused form takes the focus. */
document.querySelector('[data-form-errors]')?.focus();
