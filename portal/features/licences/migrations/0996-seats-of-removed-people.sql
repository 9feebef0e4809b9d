-- Nobody who was removed holds a seat: it stayed taken, and no page could free it.
delete from service_assignment using person
where person.id = service_assignment.person_id and person.removed_at is not null;
