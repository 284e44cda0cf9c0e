"""What tests share: the folder of scenarios and the program itself."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


def _program():
    """The program built from the same source: AMPARO, or the newest build of this clone."""
    named = os.environ.get("AMPARO")
    if named:
        return Path(named)
    builds = [ROOT / "target" / profile / "amparo" for profile in ("debug", "release")]
    built = [path for path in builds if path.is_file()]
    return max(built, key=lambda path: path.stat().st_mtime) if built else None


@pytest.fixture(scope="session")
def toy():
    return ROOT / "scenarios" / "toy"


@pytest.fixture(scope="session")
def amparo_program():
    """Runs the command line and returns what it printed."""
    program = _program()
    if program is None:
        pytest.fail("the program is not built: run `cargo build` first, or name it in AMPARO")

    def run(*arguments, code=0, cwd=None):
        done = subprocess.run(
            [str(program), *map(str, arguments)], capture_output=True, text=True, check=False, cwd=cwd
        )
        assert done.returncode == code, done.stderr
        return done

    return run
