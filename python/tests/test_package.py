"""The package: everything has types and words."""

import ast
import inspect
from pathlib import Path

import amparo
import pytest

STUBS = ast.parse(Path(amparo.__file__).with_name("__init__.pyi").read_text())
CLASSES = {node.name: node for node in STUBS.body if isinstance(node, ast.ClassDef)}
FUNCTIONS = {node.name: node for node in STUBS.body if isinstance(node, ast.FunctionDef)}


def parameters(node):
    """Names of a function in the stubs, in order."""
    arguments = node.args
    named = [*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs]
    return [one.arg for one in named if one.arg not in ("self", "cls")] + ([arguments.kwarg.arg] if arguments.kwarg else [])


def test_stubs_name_everything_that_there_is_and_nothing_else():
    assert set(amparo.__all__) == {*CLASSES, *FUNCTIONS, "__version__"}
    for name, node in CLASSES.items():
        kind = getattr(amparo, name)
        said = {one.name for one in node.body if isinstance(one, ast.FunctionDef) and not one.name.startswith("__")}
        there = {one for one in vars(kind) if not one.startswith("__")}
        if not issubclass(kind, Exception | Warning):
            assert said == there, name


def test_stubs_name_the_same_parameters_in_the_same_order():
    seen = 0
    for name, node in FUNCTIONS.items():
        assert parameters(node) == list(inspect.signature(getattr(amparo, name)).parameters), name
    for name, node in CLASSES.items():
        for one in node.body:
            if isinstance(one, ast.FunctionDef) and not one.decorator_list and not one.name.startswith("__"):
                found = list(inspect.signature(getattr(getattr(amparo, name), one.name)).parameters)
                assert parameters(one) == [each for each in found if each != "self"], (name, one.name)
                seen += 1
    assert seen > 10


@pytest.mark.parametrize("name", [one for one in amparo.__all__ if one != "__version__"])
def test_everything_public_says_what_it_is(name):
    thing = getattr(amparo, name)
    assert inspect.getdoc(thing), name
    if inspect.isclass(thing) and not issubclass(thing, Exception | Warning):
        for member in (one for one in vars(thing) if not one.startswith("_")):
            assert inspect.getdoc(getattr(thing, member)), f"{name}.{member}"


def test_the_version_names_release_and_model(amparo_program):
    assert amparo_program("--version").stdout.split()[-1].strip("()") in amparo.__version__
