/** Shows the logo. The name stands next to it as text. */
export function Logo({ size = 26 }: { size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 32 32" aria-hidden="true">
      <rect width="32" height="32" rx="8" fill="#0f7173" />
      <path
        d="M8 23 14 15l4 4 6.5-10"
        fill="none"
        stroke="#fff"
        strokeWidth="3"
        strokeLinecap="round"
        strokeLinejoin="round"
      />
      <circle cx="24.5" cy="9" r="2.6" fill="#ffd166" />
    </svg>
  );
}
