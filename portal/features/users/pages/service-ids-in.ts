/** The services that were ticked in a form; a value that is no id is refused by the operation that takes them. */
export function serviceIdsIn(form: FormData): string[] {
  return form.getAll('serviceIds').map(String);
}
