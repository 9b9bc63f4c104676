"""How PowerShell's values are held in Python.

| PowerShell                  | Python                                                              |
|-----------------------------|---------------------------------------------------------------------|
| `$null`                     | `None`                                                              |
| no output at all            | `NOTHING` (System.Management.Automation.Internal.AutomationNull)    |
| Boolean                     | `bool`                                                              |
| Int32                       | `int` itself; it is by far the most frequent number                 |
| other integer types         | `Int64`, `Byte`, ...: subclasses of `int`                           |
| Double / Single             | `float` / `Single`                                                  |
| Decimal                     | `decimal.Decimal`                                                   |
| String / Char               | `str` / `Char` (a `str` of length one)                              |
| Object[]                    | `list` itself; never grown or shrunk in place                       |
| other arrays                | `TypedArray` (a `list` that knows its element type)                 |
| every other object          | an instance of a subclass of `NetObject`                            |
| a value with added members  | `PSObject` around it, where the value itself cannot carry them      |

Code that decides by type looks at the exact class (`type(v) is int`), so that the frequent case costs one comparison.
Arithmetic on the subclasses yields plain `int` in Python; whoever computes wraps the result again.
"""
from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final


class Int64(int):
    """System.Int64."""

    __slots__ = ()


class Int16(int):
    """System.Int16."""

    __slots__ = ()


class SByte(int):
    """System.SByte."""

    __slots__ = ()


class Byte(int):
    """System.Byte."""

    __slots__ = ()


class UInt16(int):
    """System.UInt16."""

    __slots__ = ()


class UInt32(int):
    """System.UInt32."""

    __slots__ = ()


class UInt64(int):
    """System.UInt64."""

    __slots__ = ()


class BigInteger(int):
    """System.Numerics.BigInteger."""

    __slots__ = ()


class Single(float):
    """System.Single: holds the double nearest to the 32-bit value."""

    __slots__ = ()


class Char(str):
    """System.Char: one UTF-16 code unit, as a string of length one."""

    __slots__ = ()


class TypedArray(list[Any]):
    """An array whose element type is not Object, `[int[]]` for instance. `element_type` is a `TypeInfo`."""

    __slots__ = ("element_type",)

    def __init__(self, items: Iterable[Any], element_type: Any) -> None:
        super().__init__(items)
        self.element_type = element_type


class _Nothing:
    """AutomationNull: what a pipeline without output yields. Behaves as `$null` once it is stored."""

    __slots__ = ()

    def __bool__(self) -> bool:
        return False

    def __repr__(self) -> str:
        return "NOTHING"


NOTHING: Final = _Nothing()


class NetObject:
    """Base of every object that is not a number, a string or an array.

    `type_name` is the full .NET name under which the type tables know the class; objects whose type is made at run time
    (PowerShell classes, enumerations, generic collections) override `net_type`. `extended` holds members added to
    this one object (Add-Member), by folded name, or None; `type_names` its own PSTypeNames, or None for those of its
    type.
    """

    __slots__ = ("extended", "type_names")
    type_name: str = "System.Object"
    extended: dict[str, Any] | None
    type_names: list[str] | None

    def __new__(cls, *_args: Any, **_keywords: Any) -> Any:
        self = object.__new__(cls)
        self.extended = None
        self.type_names = None
        return self

    # What .NET's Object, IFormattable and IComparable ask of every value; conversion, formatting and comparison call
    # these.

    def to_text(self) -> str:
        """ToString() under the current culture (en-US); by default the name of the type."""
        net_type = getattr(self, "net_type", None)
        return str(net_type.display_name) if net_type is not None else self.type_name

    def format_text(self, spec: str | None, culture: Any) -> str:
        """IFormattable.ToString(format, provider); a type that is not formattable ignores both. `culture` is a
        cultures.Culture."""
        return self.to_text()

    def equals(self, other: Any) -> bool:
        """Equals(object): by default the same object."""
        return self is other

    def compare_to(self, other: Any) -> int | None:
        """IComparable.CompareTo with a value of the same type; None where the type is not IComparable."""
        return None


class Shape:
    """The property names of a custom object, in order: folded name -> name as written. Shared by objects that are made
    alike."""

    __slots__ = ("names",)

    def __init__(self, names: dict[str, str]) -> None:
        self.names = names


class PSCustomObject:
    """`[pscustomobject]@{...}`, and what Select-Object makes.

    `fields` maps the folded name to the value, in order. `shape` maps folded names to names as written; it may be
    shared, so it is copied before a name is added. `special` says that some fields hold a `Member` (script property,
    alias property, method ...) instead of a plain value; readers that do not look at members may take the fast way only
    when it is False.
    """

    __slots__ = ("fields", "shape", "special", "type_names")

    def __init__(self, fields: dict[str, Any], shape: Shape, type_names: list[str] | None = None) -> None:
        self.fields = fields
        self.shape = shape
        self.special = False
        self.type_names = type_names

    @classmethod
    def of(cls, pairs: Iterable[tuple[str, Any]], type_names: list[str] | None = None) -> PSCustomObject:
        """A custom object from (name, value) pairs; a later pair replaces an earlier one of the same folded name."""
        fields: dict[str, Any] = {}
        names: dict[str, str] = {}
        for name, value in pairs:
            folded = name.lower()
            fields[folded] = value
            names.setdefault(folded, name)
        return cls(fields, Shape(names), type_names)

    def add(self, name: str, value: Any) -> None:
        """Adds or replaces a note property."""
        folded = name.lower()
        if folded not in self.fields:
            self.shape = Shape({**self.shape.names, folded: name})
        self.fields[folded] = value


class PSObject:
    """A value with members of its own: `$x = 5 | Add-Member NoteProperty Unit kg -PassThru`.

    Only for values that cannot carry members themselves (numbers, strings, arrays); `base` is that value. A number that
    stands on a command line keeps the text it was written with, `token_text`: `Write-Host 1.50` writes 1.50.
    """

    __slots__ = ("base", "extended", "token_text", "type_names")

    def __init__(
        self,
        base: Any,
        extended: dict[str, Any] | None = None,
        type_names: list[str] | None = None,
        token_text: str | None = None,
    ) -> None:
        self.base = base
        self.token_text = token_text
        self.extended = extended if extended is not None else {}
        self.type_names = type_names


class SwitchParameter(NetObject):
    """System.Management.Automation.SwitchParameter."""

    __slots__ = ("is_present",)
    type_name = "System.Management.Automation.SwitchParameter"

    def __init__(self, is_present: bool) -> None:
        self.is_present = is_present

    def __bool__(self) -> bool:
        return self.is_present

    def to_text(self) -> str:
        return "True" if self.is_present else "False"

    def equals(self, other: Any) -> bool:
        return isinstance(other, SwitchParameter) and other.is_present == self.is_present
