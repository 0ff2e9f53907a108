"""A clock that advances only during `sleep`."""


class Clock:
    """Replaces the module `time`."""

    def __init__(self, now: float = 100.0) -> None:
        self.now = now

    def monotonic(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.now += seconds
