/** Bytes that requests have announced and that are not kept yet, by person. */
interface Reservations {
  sumOf(userId: string): number;
  make(userId: string, bytes: number): Reservation;
}

export interface Reservation {
  /** Gives back bytes that are kept now. */
  shrink(bytes: number): void;
  /** Gives back the rest. */
  end(): void;
}

export function createReservations(): Reservations {
  const sums = new Map<string, number>();
  const sumOf = (userId: string): number => sums.get(userId) ?? 0;

  function add(userId: string, bytes: number): void {
    const sum = sumOf(userId) + bytes;
    if (sum === 0) sums.delete(userId);
    else sums.set(userId, sum);
  }

  return {
    sumOf,
    make(userId, bytes) {
      let left = bytes;
      const shrink = (by: number) => {
        left -= by;
        add(userId, -by);
      };
      add(userId, bytes);
      return { shrink, end: () => shrink(left) };
    },
  };
}
