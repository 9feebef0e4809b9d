import css from './skeleton.module.css';

/** Grey shapes of the real size while something is on its way. The region around them carries `aria-busy`. */
export function Skeleton({ shape, count = 1 }: { shape: 'line' | 'title' | 'row' | 'tile'; count?: number }) {
  return (
    <div className={css.skeleton} data-shape={shape} aria-hidden="true">
      {Array.from({ length: count }, (_, position) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the shapes are all alike
        <div key={position} className={css.shape} />
      ))}
    </div>
  );
}
