/*
 * The behaviour of forms that need a passkey, on plain pages and on pages with React alike. Sent as it is, without a
 * build step, and only by the pages that have such a form.
 *
 * A form with `data-passkey` is stopped when it is sent: the operation that its `data-begin` names gives the options,
 * the browser asks the person, and the form goes on with the answer in its field `answer`.
 */

document.addEventListener(
  'submit',
  (event) => {
    const form = event.target instanceof HTMLFormElement ? event.target : null;
    if (!form?.dataset.passkey || form.elements.answer.value !== '') return;
    event.preventDefault();
    event.stopImmediatePropagation();
    void answerForm(form, event.submitter);
  },
  { capture: true },
);

async function answerForm(form, submitter) {
  const { passkey, begin, unsupported, cancelled } = form.dataset;
  show(form, '');
  if (!globalThis.PublicKeyCredential?.parseRequestOptionsFromJSON) return show(form, unsupported);
  const begun = await beginCeremony(begin, form);
  if (begun.message !== undefined) return show(form, begun.message);
  try {
    const credential =
      passkey === 'create'
        ? await navigator.credentials.create({
            publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(begun.options),
          })
        : await navigator.credentials.get({
            publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(begun.options),
          });
    form.elements.answer.value = JSON.stringify(credential);
  } catch (error) {
    // The browser does not say whether the person declined, or the time was over.
    if (error instanceof DOMException) return show(form, cancelled);
    throw error;
  }
  form.requestSubmit(submitter);
  // A refused form is sent again with another answer.
  form.elements.answer.value = '';
}

/** Asks the portal for the options; the password goes along where the form has one. */
async function beginCeremony(operation, form) {
  const currentPassword = form.elements.currentPassword?.value;
  const response = await fetch(operation, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(currentPassword === undefined ? {} : { currentPassword }),
  });
  const answer = await response.json();
  if (response.ok) return { options: answer.options };
  return { message: answer.error.fields[0]?.message ?? answer.error.message };
}

function show(form, message) {
  const place = form.querySelector('[data-passkey-message]');
  place.textContent = message;
  place.hidden = message === '';
}
