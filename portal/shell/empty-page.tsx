export default function EmptyPage() {
  return <p>…</p>;
}
