"""The types of .NET: how they are named and spelled, which is which other, and that the lists of them hold together."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ems.runtime.catalog import catalog
from ems.runtime.hashtable import Hashtable
from ems.runtime.members.declarations import declared_lines, split_parameters
from ems.runtime.members.table import implementation, members_of_type
from ems.runtime.typenames import parse_type_name
from ems.runtime.types import TypeInfo, array_of, is_instance, resolve_type, type_names, type_of
from ems.runtime.values import Byte, Char, Int64, Single

CORE = "mscorlib, Version=4.0.0.0, Culture=neutral, PublicKeyToken=b77a5c561934e089"


def found(spelling: str) -> TypeInfo:
    kind = resolve_type(spelling)
    assert kind is not None, spelling
    return kind


# ---- names -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("spelling", "full_name", "shown"),
    [
        ("INT", "System.Int32", "System.Int32"),
        ("pscustomobject", "System.Management.Automation.PSObject", "System.Management.Automation.PSObject"),
        ("collections.arraylist", "System.Collections.ArrayList", "System.Collections.ArrayList"),
        ("string[]", "System.String[]", "System.String[]"),
        ("int[,]", "System.Int32[,]", "System.Int32[,]"),
        ("int[][]", "System.Int32[][]", "System.Int32[][]"),
        (
            "Collections.Generic.List[int]",
            f"System.Collections.Generic.List`1[[System.Int32, {CORE}]]",
            "System.Collections.Generic.List`1[System.Int32]",
        ),
        (
            "System.Collections.Generic.Dictionary[string, int[]]",
            f"System.Collections.Generic.Dictionary`2[[System.String, {CORE}],[System.Int32[], {CORE}]]",
            "System.Collections.Generic.Dictionary`2[System.String,System.Int32[]]",
        ),
        ("nullable[datetime]", f"System.Nullable`1[[System.DateTime, {CORE}]]", "System.Nullable`1[System.DateTime]"),
    ],
)
def test_spellings(spelling: str, full_name: str, shown: str) -> None:
    kind = found(spelling)
    assert (kind.full_name, kind.to_text()) == (full_name, shown)
    assert resolve_type(full_name) is kind
    assert resolve_type(f"  {spelling.upper()} ") is kind


@pytest.mark.parametrize("spelling", ["", "nope", "int[", "int]", "List[int", "System.", "int[]x", "[int]x"])
def test_names_of_no_type(spelling: str) -> None:
    assert resolve_type(spelling) is None


@given(st.text(alphabet="intsrg.[],` +&*'\"\\", max_size=24))
def test_any_text_is_a_name_or_none(text: str) -> None:
    parse_type_name(text)
    kind = resolve_type(text)
    assert kind is None or resolve_type(kind.full_name) is kind


# ---- which type a value has ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("value", "names"),
    [
        (1, ["System.Int32", "System.ValueType", "System.Object"]),
        (Int64(1), ["System.Int64", "System.ValueType", "System.Object"]),
        (Byte(1), ["System.Byte", "System.ValueType", "System.Object"]),
        (Single(1), ["System.Single", "System.ValueType", "System.Object"]),
        (Char("a"), ["System.Char", "System.ValueType", "System.Object"]),
        (True, ["System.Boolean", "System.ValueType", "System.Object"]),
        ("a", ["System.String", "System.Object"]),
        ([1], ["System.Object[]", "System.Array", "System.Object"]),
        (array_of([1], "System.Int32"), ["System.Int32[]", "System.Array", "System.Object"]),
        (Hashtable(), ["System.Collections.Hashtable", "System.Object"]),
    ],
)
def test_types_of_values(value: object, names: list[str]) -> None:
    assert type_names(value) == names
    assert type_of(value).full_name == names[0]
    assert all(is_instance(value, found(name)) for name in names)


@pytest.mark.parametrize(
    ("target", "source", "holds"),
    [
        ("object", "int", True),
        ("valuetype", "int", True),
        ("valuetype", "string", False),
        ("int", "long", False),
        ("System.Collections.IEnumerable", "string", True),
        ("System.Collections.IList", "int[]", True),
        ("System.Collections.Generic.IEnumerable[int]", "int[]", True),
        ("System.Collections.Generic.IEnumerable[object]", "string[]", True),
        ("System.Collections.Generic.IEnumerable[object]", "int[]", False),
        ("object[]", "string[]", True),
        ("object[]", "int[]", False),
        ("System.Collections.IDictionary", "hashtable", True),
        ("exception", "System.IO.FileNotFoundException", True),
        ("System.IO.IOException", "System.IO.FileNotFoundException", True),
        ("System.IO.FileNotFoundException", "System.IO.IOException", False),
        ("enum", "dayofweek", True),
    ],
)
def test_assignability(target: str, source: str, holds: bool) -> None:
    assert found(target).is_assignable_from(found(source)) is holds


# ---- the lists -------------------------------------------------------------------------------------------------------


def listed() -> list[TypeInfo]:
    return [found(name) for name in catalog().types]


def test_every_listed_type_has_its_bases_and_no_circle() -> None:
    for kind in listed():
        chain = kind.bases()
        assert len(chain) == len(set(chain)), kind
        if kind.kind != "interface":
            assert chain[-1].full_name == "System.Object", kind
        for one, other in pairwise(chain):
            assert other.is_assignable_from(one) and not one.is_assignable_from(other)
        assert all(each.is_interface for each in kind.interfaces), kind


def test_every_declared_member_can_be_built() -> None:
    for kind in listed():
        for static in (False, True):
            for member in members_of_type(kind, static):
                assert member.name and member.definition(None), kind
        for line in declared_lines(kind.full_name, implementation(kind).declared):
            for type_name, name, _, _ in split_parameters(line.parameters or ""):
                assert type_name and (name or line.interface), (kind, line.text)


def test_every_implemented_static_member_is_declared() -> None:
    unreachable = []
    for kind in listed():
        own = implementation(kind)
        bases = ((each.full_name, implementation(each).declared) for each in kind.bases())
        lines = [line for name, declared in bases for line in declared_lines(name, declared)]
        properties = {line.name.lower() for line in lines if line.parameters is None}
        methods = {line.name.lower() for line in lines if line.parameters is not None and line.is_static}
        unreachable += [(kind.full_name, name) for name in own.static_properties if name not in properties]
        unreachable += [(kind.full_name, name) for name in own.static if name not in methods | {"new", "default"}]
    assert unreachable == []
