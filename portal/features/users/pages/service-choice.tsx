import { useState } from 'react';
import { FieldError } from '#ui/field.tsx';
import { useT } from '#ui/i18n.ts';
import type { ServiceSeatsOutput } from '../services/get-services.ts';
import css from './service-choice.module.css';

type ServiceChoiceProps = {
  services: readonly ServiceSeatsOutput[];
  legend: string;
  /** Ids of the services that were ticked before a refusal. */
  defaultTicked?: readonly string[];
  /** People who get a seat of each ticked service, 1 or more. */
  peopleCount?: number;
  error?: string | undefined;
};

/** Services to tick, each with its free seats, counted down while one ticks. Posted as `serviceIds`. */
export function ServiceChoice({ services, legend, defaultTicked = [], peopleCount = 1, error }: ServiceChoiceProps) {
  const t = useT();
  const [ticked, setTicked] = useState<ReadonlySet<string>>(new Set(defaultTicked));
  const toggle = (serviceId: string, isTicked: boolean) => {
    const next = new Set(ticked);
    if (isTicked) next.add(serviceId);
    else next.delete(serviceId);
    setTicked(next);
  };
  return (
    <fieldset className={css.group} aria-describedby={error === undefined ? undefined : 'field-serviceIds-error'}>
      <legend className={css.legend}>{legend}</legend>
      {services.map(({ serviceId, name, freeCount, seatCount }, position) => {
        const isTicked = ticked.has(serviceId);
        const left = freeCount - (isTicked ? peopleCount : 0);
        // The first box carries the group's id, so that the error summary leads to it.
        const id = position === 0 ? 'field-serviceIds' : `field-serviceIds-${serviceId}`;
        return (
          <div key={serviceId} className={css.choice}>
            <input
              type="checkbox"
              id={id}
              name="serviceIds"
              value={serviceId}
              defaultChecked={defaultTicked.includes(serviceId)}
              disabled={freeCount < peopleCount && !isTicked}
              aria-describedby={`${id}-seats`}
              onChange={(event) => toggle(serviceId, event.currentTarget.checked)}
            />
            <label htmlFor={id}>{name}</label>
            <span id={`${id}-seats`} className={css.seats} aria-live="polite">
              {t('users.services.free', { freeCount: Math.max(0, left), seatCount })}
            </span>
          </div>
        );
      })}
      <FieldError field={{ name: 'serviceIds', error }} />
    </fieldset>
  );
}
