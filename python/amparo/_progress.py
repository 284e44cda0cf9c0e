"""How far a comparison has come, as a line on standard error; notebooks show it too."""

import sys
import time


class Bar:
    """Called with stage, steps done, and steps in all (0 where nobody knows)."""

    WIDTH = 30

    def __init__(self, stream=None):
        self._stream = sys.stderr if stream is None else stream
        self._stage = None
        self._since = 0.0
        self._longest = 0

    def __call__(self, stage, done, steps):
        if stage != self._stage:
            self._end()
            self._stage, self._since = stage, time.monotonic()
        if steps <= 0:
            self._write(stage)
            return
        share = min(done / steps, 1.0)
        filled = round(self.WIDTH * share)
        line = f"{stage} [{'#' * filled}{'.' * (self.WIDTH - filled)}] {100 * share:3.0f} %"
        spent = time.monotonic() - self._since
        if 0 < share < 1 and spent > 2:
            line += f", {spent * (1 - share) / share:.0f} s left"
        self._write(line)

    def close(self):
        """Ends the last line."""
        self._end()

    def _write(self, line):
        # What was longer before is written over.
        self._stream.write("\r" + line.ljust(self._longest))
        self._stream.flush()
        self._longest = len(line)

    def _end(self):
        if self._stage is not None:
            self._stream.write("\n")
            self._stream.flush()
        self._stage, self._longest = None, 0
