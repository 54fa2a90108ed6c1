"""Who tidies up when we are gone: a shell that waits for our end and does nothing else.

A process that is killed runs no code of its own any more. The pipe to the shell is closed by the
system whatever the reason; the shell then ends the browser's process group and removes its files.
"""

from __future__ import annotations

import contextlib
import subprocess
from pathlib import Path

# A group is read first, then the word that all has been done by ourselves. A pipe that ends before
# that word is our death. What is being killed may still write for a moment.
_WILL = """
read -r group
read -r word || { [ -n "$group" ] && kill -9 -- "-$group"; }
for again in 1 2 3 4 5 6 7 8 9; do
  rm -rf -- "$0" && [ ! -e "$0" ] && exit
  sleep 0.3
done
"""
_SECONDS = 2.0


class Heir:
    """Removes the folder at the end, ours or its own."""

    def __init__(self, folder: Path) -> None:
        self._process = subprocess.Popen(  # noqa: S603  # our own command
            ["/bin/sh", "-c", _WILL, str(folder)],
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,  # a signal to our group is not for it
        )

    def inherit(self, group: int) -> None:
        """Name the process group to end."""
        self._say(f"{group}\n")

    def dismiss(self) -> None:
        """All processes have been ended; the folder goes now."""
        self._say("\ndone\n")
        if self._process.stdin:
            with contextlib.suppress(OSError):
                self._process.stdin.close()
        try:
            self._process.wait(_SECONDS)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()

    def _say(self, words: str) -> None:
        stdin = self._process.stdin
        if stdin and not stdin.closed:
            with contextlib.suppress(OSError):  # it was killed
                stdin.write(words.encode())
                stdin.flush()
