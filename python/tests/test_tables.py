"""Tables: Arrow for whoever reads it, lists for everyone."""

import ctypes

import amparo
import pytest


@pytest.fixture(scope="module")
def weekly(toy):
    return amparo.Scenario.load(toy / "baseline.toml").simulate(1).step(52).weekly


def test_a_table_is_columns_with_names(weekly):
    assert len(weekly) == 52 and "victims" in weekly and "nothing" not in weekly
    assert weekly["week"] == sorted(weekly["week"])
    assert list(weekly.to_dict()) == weekly.columns
    with pytest.raises(amparo.InputError, match="nearest: victims"):
        weekly["victms"]


class Stream(ctypes.Structure):
    """ArrowArrayStream of the Arrow C stream interface."""

    _fields_ = [(name, ctypes.c_void_p) for name in ("get_schema", "get_next", "get_last_error", "release", "private_data")]


class Schema(ctypes.Structure):
    """ArrowSchema of the Arrow C data interface."""


Schema._fields_ = [
    ("format", ctypes.c_char_p),
    ("name", ctypes.c_char_p),
    ("metadata", ctypes.c_void_p),
    ("flags", ctypes.c_int64),
    ("n_children", ctypes.c_int64),
    ("children", ctypes.POINTER(ctypes.POINTER(Schema))),
    ("dictionary", ctypes.c_void_p),
    ("release", ctypes.c_void_p),
    ("private_data", ctypes.c_void_p),
]


class Array(ctypes.Structure):
    """ArrowArray of the Arrow C data interface."""


Array._fields_ = [
    ("length", ctypes.c_int64),
    ("null_count", ctypes.c_int64),
    ("offset", ctypes.c_int64),
    ("n_buffers", ctypes.c_int64),
    ("n_children", ctypes.c_int64),
    ("buffers", ctypes.POINTER(ctypes.c_void_p)),
    ("children", ctypes.POINTER(ctypes.POINTER(Array))),
    ("dictionary", ctypes.c_void_p),
    ("release", ctypes.c_void_p),
    ("private_data", ctypes.c_void_p),
]


def test_whoever_reads_arrow_finds_the_columns_in_memory(weekly):
    """The stream is read as a consumer reads it: through the C interface, without a library of Arrow."""
    pointer = ctypes.pythonapi.PyCapsule_GetPointer
    pointer.restype, pointer.argtypes = ctypes.c_void_p, [ctypes.py_object, ctypes.c_char_p]
    capsule = weekly.__arrow_c_stream__()
    stream = Stream.from_address(pointer(capsule, b"arrow_array_stream"))
    call = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_void_p, ctypes.c_void_p)
    schema, array = Schema(), Array()
    assert call(stream.get_schema)(ctypes.addressof(stream), ctypes.addressof(schema)) == 0
    assert call(stream.get_next)(ctypes.addressof(stream), ctypes.addressof(array)) == 0
    names = [schema.children[at].contents.name.decode() for at in range(schema.n_children)]
    assert names == weekly.columns and array.length == 52
    at = names.index("victims")
    kind, column = schema.children[at].contents.format, array.children[at].contents
    assert kind == b"g"
    values = ctypes.cast(column.buffers[1], ctypes.POINTER(ctypes.c_double))
    assert [values[row + column.offset] for row in range(52)] == weekly["victims"]
    release = ctypes.CFUNCTYPE(None, ctypes.c_void_p)
    release(array.release)(ctypes.addressof(array))
    release(schema.release)(ctypes.addressof(schema))


READERS = {
    "pyarrow": lambda library, table: library.table(table).column("victims").to_pylist(),
    "polars": lambda library, table: library.DataFrame(table)["victims"].to_list(),
}


@pytest.mark.parametrize("name", READERS)
def test_a_library_that_is_installed_reads_it(weekly, name):
    library = pytest.importorskip(name)
    assert READERS[name](library, weekly) == weekly["victims"]


def test_pandas_gets_a_data_frame(weekly):
    pytest.importorskip("pandas")
    frame = weekly.to_pandas()
    assert list(frame.columns) == weekly.columns and list(frame["victims"]) == weekly["victims"]
