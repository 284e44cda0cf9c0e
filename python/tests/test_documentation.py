"""The page for modelers: its code runs, from top to bottom, as in a notebook."""

import re
from pathlib import Path


PAGE = Path(__file__).resolve().parents[2] / "docs" / "python.md"


def blocks():
    """Every block of Python with the line that it begins at."""
    text = PAGE.read_text(encoding="utf-8")
    for found in re.finditer(r"^```python\n(.*?)^```", text, re.MULTILINE | re.DOTALL):
        yield text[: found.start()].count("\n") + 2, found.group(1)


def test_the_pages_code_runs(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    notebook, ran = {}, 0
    for line, code in blocks():
        if any(library in code and not _there(library) for library in ("polars", "pandas", "numpy")):
            continue
        exec(compile("\n" * (line - 1) + code, str(PAGE), "exec"), notebook)
        ran += 1
    assert ran >= 5


def _there(library):
    try:
        __import__(library)
    except ImportError:
        return False
    return True


def test_files_that_the_page_names_are_there():
    text = PAGE.read_text(encoding="utf-8")
    names = re.findall(r"\]\((?:\.\./)?(python/[^)#]+)\)", text)
    assert names
    for name in names:
        assert (PAGE.parents[1] / name).exists(), name
