"""The names a script writes: of variables, with scope or drive, and of types, with generic arguments and array ranks.

The rules are those of PowerShell's VariablePath.cs and of the type names in ast.cs. Nothing is looked up here.
"""

from __future__ import annotations

from typing import Final

_SCOPES: Final = ("global", "local", "private", "script", "variable")


class VariablePath:
    """`$name`, `$scope:name`, `$drive:path`.

    `scope` is 'global', 'local', 'private', 'script' or None; `drive_name` is None for variables; `name` is the rest.
    """

    __slots__ = ("drive_name", "is_unqualified", "name", "scope", "user_path")

    def __init__(self, user_path: str) -> None:
        self.user_path = user_path
        self.scope: str | None = None
        self.drive_name: str | None = None
        self.is_unqualified = False
        self.name = user_path
        colon = user_path.find(":")
        if colon <= 0:
            self.is_unqualified = True
            return
        prefix = user_path[:colon].lower()
        if prefix not in _SCOPES:
            self.drive_name = user_path[:colon]
            self.name = user_path[colon + 1 :]
            return
        self.name = user_path[colon + 1 :]
        if prefix != "variable":
            self.scope = prefix
            return
        # `variable:` may be followed by a scope of its own.
        inner = self.name.find(":")
        if inner > 0 and self.name[:inner].lower() in _SCOPES[:4]:
            self.scope = self.name[:inner].lower()
            self.name = self.name[inner + 1 :]

    @property
    def is_variable(self) -> bool:
        """Whether it names a variable rather than an item of another drive."""
        return self.drive_name is None

    @property
    def is_drive_qualified(self) -> bool:
        """Whether it names an item of a drive, such as `$env:Path`."""
        return self.drive_name is not None

    @property
    def is_global(self) -> bool:
        """Whether it is written with `global:`."""
        return self.scope == "global"

    @property
    def is_local(self) -> bool:
        """Whether it is written with `local:`."""
        return self.scope == "local"

    @property
    def is_private(self) -> bool:
        """Whether it is written with `private:`."""
        return self.scope == "private"

    @property
    def is_script(self) -> bool:
        """Whether it is written with `script:`."""
        return self.scope == "script"

    @property
    def is_unscoped_variable(self) -> bool:
        """Whether it is a variable without a scope."""
        return self.drive_name is None and self.scope is None

    def __str__(self) -> str:
        return self.user_path


class TypeName:
    """`Name` or `Name, Assembly`."""

    __slots__ = ("assembly_name", "end", "name", "start")
    is_array = False
    is_generic = False

    def __init__(self, start: int, end: int, name: str, assembly_name: str | None = None) -> None:
        self.start = start
        self.end = end
        self.name = name.replace("``", "`") if "`" in name else name
        self.assembly_name = assembly_name

    @property
    def full_name(self) -> str:
        """The name with its assembly."""
        return self.name if self.assembly_name is None else f"{self.name},{self.assembly_name}"


class GenericTypeName:
    """`Name[Argument,Argument]`."""

    __slots__ = ("end", "generic_arguments", "start", "type_name")
    is_array = False
    is_generic = True

    def __init__(
        self,
        start: int,
        end: int,
        type_name: TypeName,
        generic_arguments: list[TypeName | GenericTypeName | ArrayTypeName],
    ) -> None:
        self.start = start
        self.end = end
        self.type_name = type_name
        self.generic_arguments = generic_arguments

    @property
    def assembly_name(self) -> str | None:
        """The assembly of the generic type."""
        return self.type_name.assembly_name

    @property
    def name(self) -> str:
        """The name with those of its arguments."""
        return f"{self.type_name.name}[{','.join(each.name for each in self.generic_arguments)}]"

    @property
    def full_name(self) -> str:
        """The name with the full names of its arguments and its assembly."""
        name = f"{self.type_name.name}[{','.join(each.full_name for each in self.generic_arguments)}]"
        return name if self.assembly_name is None else f"{name},{self.assembly_name}"


class ArrayTypeName:
    """`Element[]`, `Element[,]`."""

    __slots__ = ("element_type", "end", "rank", "start")
    is_array = True
    is_generic = False

    def __init__(
        self, start: int, end: int, element_type: TypeName | GenericTypeName | ArrayTypeName, rank: int
    ) -> None:
        self.start = start
        self.end = end
        self.element_type = element_type
        self.rank = rank

    @property
    def assembly_name(self) -> str | None:
        """The assembly of the elements' type."""
        return self.element_type.assembly_name

    @property
    def name(self) -> str:
        """The name of the element type and the rank."""
        # Ranks may be stacked thousands deep, so no recursion.
        ranks: list[str] = []
        element: TypeName | GenericTypeName | ArrayTypeName = self
        while isinstance(element, ArrayTypeName):
            ranks.append("[" + "," * (element.rank - 1) + "]")
            element = element.element_type
        return element.name + "".join(reversed(ranks))

    @property
    def full_name(self) -> str:
        """The name with the assembly."""
        return self.name if self.assembly_name is None else f"{self.name},{self.assembly_name}"
