"""The types of values, as .NET and PowerShell name them, and how a type name is found.

A `TypeInfo` is at once what the runtime knows of a type and the value of `[int]` in a script. Those of .NET come
from the catalog, made when they are first asked for and one of each; those of PowerShell classes and enums are made
at run time by the engine. Members are in `TypeInfo.table`, filled when the first member is looked up (`members/`).

The rules for names are PowerShell's TypeResolver: accelerators first, then the name as it stands, then with
`System.` before it, then with each `using namespace`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal
from functools import cache
from typing import Any, Final

from ems.runtime import current
from ems.runtime.catalog import Declaration, EnumDeclaration, catalog
from ems.runtime.typenames import TypeSpelling, parse_type_name
from ems.runtime.values import (
    NOTHING,
    BigInteger,
    Byte,
    Char,
    Int16,
    Int64,
    NetObject,
    PSCustomObject,
    PSObject,
    SByte,
    Single,
    TypedArray,
    UInt16,
    UInt32,
    UInt64,
)

_MSCORLIB: Final = "mscorlib, Version=4.0.0.0, Culture=neutral, PublicKeyToken=b77a5c561934e089"
_AUTOMATION: Final = "System.Management.Automation, Version=3.0.0.0, Culture=neutral, PublicKeyToken=31bf3856ad364e35"
_EXCHANGE_DATA: Final = "Microsoft.Exchange.Data"
_EXCHANGE_DIRECTORY: Final = "Microsoft.Exchange.Data.Directory"
_EXCHANGE_VERSION: Final = "Version=15.0.0.0, Culture=neutral, PublicKeyToken=31bf3856ad364e35"
_IMPLIED_BASES: Final = {
    "class": "System.Object",
    "struct": "System.ValueType",
    "primitive": "System.ValueType",
    "delegate": "System.MulticastDelegate",
}
_CUSTOM: Final = "System.Management.Automation.PSCustomObject"


class TypeInfo(NetObject):
    """A type.

    `kind` is "class", "struct", "primitive", "interface", "enum", "array", "delegate" or "parameter" (the T of an
    open generic type). `python` is the class of instances of a type made at run time, `user` says that PowerShell
    code defined it. `names` maps the names of an enumeration's members to their numbers, in declared order.
    """

    __slots__ = (
        "_ancestors",
        "_array",
        "_base",
        "_interfaces",
        "_underived",
        "declaration",
        "element_type",
        "folded_names",
        "full_name",
        "generic_arguments",
        "generic_definition",
        "is_abstract",
        "is_flags",
        "is_sealed",
        "kind",
        "name",
        "names",
        "namespace",
        "properties",
        "python",
        "rank",
        "table",
        "underlying",
        "user",
    )
    type_name = "System.RuntimeType"

    def __init__(self, full_name: str, kind: str = "class", base: TypeInfo | None = None) -> None:
        self.full_name = full_name
        self.kind = kind
        self._base = base
        self._interfaces: tuple[TypeInfo, ...] = ()
        self._underived: dict[str, TypeInfo] | None = None
        before_arguments = full_name.partition("[")[0]
        self.namespace = before_arguments.rpartition(".")[0]
        self.name = before_arguments[len(self.namespace) + 1 if self.namespace else 0 :].rpartition("+")[2]
        self.is_abstract = kind == "interface"
        self.is_sealed = kind in ("struct", "primitive", "enum", "array", "delegate")
        self.declaration: Declaration | None = None
        self.element_type: TypeInfo | None = None
        self.rank = 0
        self.generic_definition: TypeInfo | None = None
        self.generic_arguments: tuple[TypeInfo, ...] = ()
        self.names: dict[str, int] = {}
        self.folded_names: dict[str, int] = {}
        self.is_flags = False
        self.underlying: TypeInfo | None = None
        self.python: type[Any] | None = None
        self.user = False
        self.table: Any = None
        self.properties: dict[str, Any] = {}
        self._array: TypeInfo | None = None
        self._ancestors: frozenset[TypeInfo] | None = None

    # Where it comes from; read from the declaration when it is first asked for, since types refer to each other in
    # circles

    @property
    def base(self) -> TypeInfo | None:
        if self._underived is not None:
            self._derive()
        return self._base

    @property
    def interfaces(self) -> tuple[TypeInfo, ...]:
        if self._underived is not None:
            self._derive()
        return self._interfaces

    @interfaces.setter
    def interfaces(self, value: tuple[TypeInfo, ...]) -> None:
        self._interfaces = value

    def _derive(self) -> None:
        declared, parameters = self.declaration, self._underived
        self._underived = None
        if declared is None or parameters is None:
            return
        bases = [_base_named(one, declared.namespace, parameters) for one in _split_bases(declared.bases)]
        if bases and bases[0].kind != "interface" and declared.kind == "class":
            self._base = bases.pop(0)
        else:
            implied = _IMPLIED_BASES.get(declared.kind)
            self._base = type_named(implied) if implied and implied != declared.name else None
        self._interfaces = tuple(bases)

    # What it is

    @property
    def is_value_type(self) -> bool:
        return self.kind in ("struct", "primitive", "enum")

    @property
    def is_enum(self) -> bool:
        return self.kind == "enum"

    @property
    def is_interface(self) -> bool:
        return self.kind == "interface"

    @property
    def is_primitive(self) -> bool:
        return self.kind == "primitive"

    @property
    def is_array(self) -> bool:
        return self.kind == "array"

    @property
    def is_class(self) -> bool:
        return self.kind in ("class", "array", "delegate")

    @property
    def is_generic(self) -> bool:
        return self.generic_definition is not None

    @property
    def is_generic_definition(self) -> bool:
        return self.generic_definition is self

    @property
    def is_nullable(self) -> bool:
        """Whether it is a Nullable of something."""
        return self.generic_definition is not None and self.generic_definition.full_name == "System.Nullable`1"

    @property
    def is_static(self) -> bool:
        return self.declaration is not None and "static" in self.declaration.modifiers

    # Names

    @property
    def assembly(self) -> str:
        """The full name of the assembly it lives in."""
        space = self.namespace
        if space.startswith(_EXCHANGE_DATA):
            name = _EXCHANGE_DIRECTORY if space.startswith(_EXCHANGE_DIRECTORY) else _EXCHANGE_DATA
            return f"{name}, {_EXCHANGE_VERSION}"
        return _AUTOMATION if space.startswith(("System.Management.Automation", "Microsoft.PowerShell")) else _MSCORLIB

    @property
    def display_name(self) -> str:
        """Type.ToString(): ``System.Collections.Generic.List`1[System.Int32]``."""
        if self.kind == "array" and self.element_type is not None:
            return self.element_type.display_name + self._brackets
        if self.generic_definition is not None:
            inside = ",".join(argument.display_name for argument in self.generic_arguments)
            return f"{self.generic_definition.full_name}[{inside}]"
        return self.full_name

    @property
    def ps_name(self) -> str:
        """What PowerShell writes for it in definitions and strings: accelerators,
        `System.Collections.Generic.List[int]`."""
        if self.kind == "array" and self.element_type is not None:
            return self.element_type.ps_name + self._brackets
        if self.generic_definition is not None:
            inside = ",".join(argument.ps_name for argument in self.generic_arguments)
            return f"{self.generic_definition.full_name.partition('`')[0]}[{inside}]"
        return catalog().spelling.get(self.full_name, self.full_name)

    @property
    def _brackets(self) -> str:
        return "[" + "," * (self.rank - 1) + "]"

    def __repr__(self) -> str:
        return f"[{self.ps_name}]"

    def to_text(self) -> str:
        return self.display_name

    # Relations

    @property
    def ancestors(self) -> frozenset[TypeInfo]:
        """Itself, its bases and all interfaces of them."""
        known = self._ancestors
        if known is None:
            found: set[TypeInfo] = {self}
            if self.base is not None:
                found |= self.base.ancestors
            for interface in self.interfaces:
                found |= interface.ancestors
            known = self._ancestors = frozenset(found)
        return known

    def is_assignable_from(self, other: TypeInfo) -> bool:
        """Whether a value of type `other` is one of this type: derivation, interfaces, and the variance of arrays and
        interfaces."""
        if self is other or self.full_name == "System.Object" or self in other.ancestors:
            return True
        if self.kind == "array" and other.kind == "array":
            mine, theirs = self.element_type, other.element_type
            if mine is None or theirs is None or self.rank != other.rank:
                return False
            return mine is theirs or (
                not theirs.is_value_type and not mine.is_value_type and mine.is_assignable_from(theirs)
            )
        if self.kind == "interface" and self.generic_definition is not None:
            return any(self._accepts(each) for each in other.ancestors)
        return False

    def _accepts(self, other: TypeInfo) -> bool:
        if other.generic_definition is not self.generic_definition:
            return False
        pairs = zip(self.generic_arguments, other.generic_arguments, strict=True)
        return all(
            mine is theirs or (not theirs.is_value_type and mine.is_assignable_from(theirs)) for mine, theirs in pairs
        )

    def is_subclass_of(self, other: TypeInfo) -> bool:
        base = self.base
        while base is not None:
            if base is other:
                return True
            base = base.base
        return False

    def bases(self) -> list[TypeInfo]:
        """Itself and its base classes, nearest first."""
        chain: list[TypeInfo] = []
        each: TypeInfo | None = self
        while each is not None:
            chain.append(each)
            each = each.base
        return chain

    # Made from it

    def array(self, rank: int = 1) -> TypeInfo:
        """The type of arrays of it."""
        if rank != 1:
            return _ranked_array(self, rank)
        made = self._array
        if made is None:
            made = self._array = _make_array(self, 1)
        return made

    def close(self, arguments: Sequence[TypeInfo]) -> TypeInfo:
        """The generic type with these arguments."""
        return _close(self, tuple(arguments))

    # Enumerations

    def declare_enum(self, names: dict[str, int], flags: bool = False, underlying: TypeInfo | None = None) -> None:
        """Gives it the members of an enumeration."""
        self.names = names
        self.is_flags = flags
        self.underlying = underlying or type_named("System.Int32")
        self.folded_names = {}
        for name, number in names.items():
            self.folded_names.setdefault(name.lower(), number)


def _make_array(element: TypeInfo, rank: int) -> TypeInfo:
    made = TypeInfo(f"{element.full_name}[{',' * (rank - 1)}]", "array", type_named("System.Array"))
    made.namespace = element.namespace
    made.name = f"{element.name}[{',' * (rank - 1)}]"
    made.element_type = element
    made.rank = rank
    if rank == 1:
        made.interfaces = tuple(
            type_named(f"System.Collections.Generic.{name}").close((element,))
            for name in ("IList`1", "ICollection`1", "IEnumerable`1", "IReadOnlyList`1", "IReadOnlyCollection`1")
        )
    return made


@cache
def _ranked_array(element: TypeInfo, rank: int) -> TypeInfo:
    return _make_array(element, rank)


@cache
def _close(definition: TypeInfo, arguments: tuple[TypeInfo, ...]) -> TypeInfo:
    inside = ",".join(f"[{argument.full_name}, {argument.assembly}]" for argument in arguments)
    made = TypeInfo(f"{definition.full_name}[{inside}]", definition.kind)
    made.namespace = definition.namespace
    made.name = definition.name
    made.is_abstract = definition.is_abstract
    made.generic_definition = definition
    made.generic_arguments = arguments
    made.declaration = definition.declaration
    made._underived = dict(zip("TUVWXYZ", arguments, strict=False))
    return made


# Finding a type by its full name


def _split_bases(text: str) -> list[str]:
    parts: list[str] = []
    depth = 0
    for piece in text.split(","):
        if depth > 0:
            parts[-1] += "," + piece
        elif piece.strip():
            parts.append(piece.strip())
        depth += piece.count("[") - piece.count("]")
    return parts


def _base_named(text: str, namespace: str, parameters: dict[str, TypeInfo]) -> TypeInfo:
    spelling = parse_type_name(text)
    assert spelling is not None, text
    return _base_spelled(spelling, namespace, parameters)


def _base_spelled(spelling: TypeSpelling, namespace: str, parameters: dict[str, TypeInfo]) -> TypeInfo:
    if spelling.name in parameters:
        return parameters[spelling.name]
    local = f"{namespace}.{spelling.name}"
    found = type_named(local if local.lower() in catalog().types else spelling.name)
    if not spelling.arguments:
        return found
    return found.close([_base_spelled(one, namespace, parameters) for one in spelling.arguments])


@cache
def type_named(full_name: str) -> TypeInfo:
    """The .NET type of this full name, written as declared; a type the catalog does not list is a plain class of that
    name.

    Not for names that a script gives: those go through `resolve_type`.
    """
    known = catalog()
    declared = known.types.get(full_name.lower())
    if declared is not None:
        return _declared_type(declared)
    enumeration = known.enums.get(full_name.lower())
    if enumeration is not None:
        return _declared_enum(enumeration)
    if full_name.endswith("]"):
        spelling = parse_type_name(full_name)
        found = _resolve_spelling(spelling, ()) if spelling is not None else None
        if found is not None:
            return found
    return TypeInfo(full_name, "class", type_named("System.Object"))


def _declared_type(declared: Declaration) -> TypeInfo:
    made = TypeInfo(declared.name, declared.kind)
    made.declaration = declared
    made.is_abstract = made.is_abstract or "static" in declared.modifiers or "abstract" in declared.modifiers
    made.is_sealed = made.is_sealed or "sealed" in declared.modifiers or "static" in declared.modifiers
    count = declared.name.partition("`")[2].partition("+")[0]
    parameters: dict[str, TypeInfo] = {}
    if count.isdigit():
        parameters = {letter: TypeInfo(letter, "parameter") for letter in "TUVWXYZ"[: int(count)]}
        made.generic_definition = made
        made.generic_arguments = tuple(parameters.values())
    made._underived = parameters
    return made


def _declared_enum(declared: EnumDeclaration) -> TypeInfo:
    made = TypeInfo(declared.name, "enum", type_named("System.Enum"))
    names: dict[str, int] = {}
    number = -1
    for member in declared.members.split():
        name, _, given = member.partition("=")
        number = int(given) if given else number + 1
        names[name] = number
    made.declare_enum(names, declared.is_flags, type_named(declared.underlying))
    return made


# Finding a type by what a script wrote


def resolve_type(name: Any, usings: Iterable[str] = ()) -> TypeInfo | None:
    """The type a script means by `name`, or None. `name` is a text or a type name of the syntax tree."""
    text = name if isinstance(name, str) else name.full_name
    running = current.session()
    own = getattr(running, "user_types", None)
    if own:
        found = own.get(text.lower())
        if found is not None:
            return found  # type: ignore[no-any-return]
    return _resolve_known(text, tuple(usings)) if not own else _resolve_text(text, tuple(usings))


def _resolve_text(text: str, usings: tuple[str, ...]) -> TypeInfo | None:
    spelling = parse_type_name(text)
    return None if spelling is None else _resolve_spelling(spelling, usings)


@cache
def _resolve_known(text: str, usings: tuple[str, ...]) -> TypeInfo | None:
    return _resolve_text(text, usings)


def _resolve_spelling(spelling: TypeSpelling, usings: tuple[str, ...]) -> TypeInfo | None:
    count = len(spelling.arguments)
    found: TypeInfo | None = None
    if count:
        name = spelling.name if "`" in spelling.name else f"{spelling.name}`{count}"
        found = _resolve_name(name, usings)
        if found is None or len(found.generic_arguments) != count:
            return None
        arguments = []
        for argument in spelling.arguments:
            resolved = _resolve_spelling(argument, usings)
            if resolved is None:
                return None
            arguments.append(resolved)
        found = found.close(arguments)
    else:
        found = _resolve_name(spelling.name, usings)
    if found is not None:
        for rank in spelling.ranks:
            found = found.array(rank)
    return found


def _resolve_name(name: str, usings: tuple[str, ...]) -> TypeInfo | None:
    folded = name.lower()
    own = getattr(current.session(), "user_types", None)
    if own and folded in own:
        return own[folded]  # type: ignore[no-any-return]
    known = catalog()
    meant = known.accelerators.get(folded)
    if meant is not None:
        return type_named(meant)
    for candidate in (folded, "system." + folded, *(f"{space.lower()}.{folded}" for space in usings)):
        declared = known.types.get(candidate) or known.enums.get(candidate)
        if declared is not None:
            return type_named(declared.name)
    return None


# The type of a value

_PYTHON_TYPES: Final = {
    int: "System.Int32",
    bool: "System.Boolean",
    float: "System.Double",
    str: "System.String",
    Decimal: "System.Decimal",
    Char: "System.Char",
    Int64: "System.Int64",
    Int16: "System.Int16",
    SByte: "System.SByte",
    Byte: "System.Byte",
    UInt16: "System.UInt16",
    UInt32: "System.UInt32",
    UInt64: "System.UInt64",
    BigInteger: "System.Numerics.BigInteger",
    Single: "System.Single",
    list: "System.Object[]",
    PSCustomObject: _CUSTOM,
    type(None): "System.Object",
    type(NOTHING): "System.Object",
}


@cache
def _class_type(python: type[Any]) -> TypeInfo | None:
    """The type of all instances of a Python class, or None where each instance has its own."""
    name = _PYTHON_TYPES.get(python)
    if name is not None:
        return type_named("System.Object").array() if python is list else type_named(name)
    if python is TypedArray or python is PSObject or hasattr(python, "net_type"):
        return None
    if "type_name" in getattr(python, "__slots__", ()):
        return None
    return type_named(getattr(python, "type_name", "System.Object"))


def type_of(value: Any) -> TypeInfo:
    """The type of a value; `$null` has none, and counts as System.Object."""
    found = _class_type(value.__class__)
    return found if found is not None else _type_of_instance(value)


def _type_of_instance(value: Any) -> TypeInfo:
    python = value.__class__
    if python is TypedArray:
        return value.element_type.array(getattr(value, "rank", 1))  # type: ignore[no-any-return]
    if python is PSObject:
        return type_of(value.base)
    own = getattr(value, "net_type", None)
    if own is not None:
        return own  # type: ignore[no-any-return]
    return type_named(value.type_name)


def is_instance(value: Any, target: TypeInfo) -> bool:
    """`-is`: whether a value is of a type."""
    if value is None or value is NOTHING:
        return False
    if target.full_name == "System.Management.Automation.PSObject" or target.full_name == _CUSTOM:
        # Every custom object is both; another value is a PSObject once members were added to it.
        inner = value.__class__
        return inner is PSCustomObject or (inner is PSObject and target.name == "PSObject")
    return target.is_assignable_from(type_of(value))


def type_names(value: Any) -> list[str]:
    """The PSTypeNames of a value: those it was given, else its type and the bases of that."""
    own = getattr(value, "type_names", None)
    if own is not None:
        return own  # type: ignore[no-any-return]
    if value.__class__ is PSObject:
        value = value.base
        own = getattr(value, "type_names", None)
        if own is not None:
            return own  # type: ignore[no-any-return]
    adapted = getattr(value, "adapted_type_names", None)
    if adapted is not None:
        return list(adapted())
    return names_of_type(type_of(value))


def names_of_type(type_info: TypeInfo) -> list[str]:
    """The PSTypeNames of a type."""
    return list(_names_of_type(type_info))


@cache
def _names_of_type(type_info: TypeInfo) -> tuple[str, ...]:
    return tuple(each.full_name for each in type_info.bases())


def array_of(items: Iterable[Any], element_type: str | TypeInfo) -> list[Any]:
    """An array of this element type; Object[] is a plain list."""
    element = type_named(element_type) if isinstance(element_type, str) else element_type
    if element.full_name == "System.Object":
        return list(items)
    return TypedArray(items, element)
