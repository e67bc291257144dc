"""Not too often: so that nobody tries out codes, or fills a disk with workbooks, as fast as a machine can ask."""

from __future__ import annotations

import datetime as dt
from collections import deque

MOST = 10
WITHIN = dt.timedelta(minutes=1)


class Brake:
    """Counts what happened in the last minute."""

    def __init__(self) -> None:
        self._times: deque[dt.datetime] = deque(maxlen=MOST)

    def is_on(self, now: dt.datetime) -> bool:
        """Whether it happened too often."""
        return len(self._times) == MOST and dt.timedelta() <= now - self._times[0] < WITHIN  # a clock may be set back

    def note(self, now: dt.datetime) -> None:
        """It happened now."""
        self._times.append(now)
