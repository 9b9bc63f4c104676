"""The members of what Format-Hex gives."""

from __future__ import annotations

from typing import Any, Final

from ems.formatting.byte_collection import ByteCollection
from ems.runtime.members.model import Implementation
from ems.runtime.values import Byte


def _bytes(collection: ByteCollection) -> list[Any]:
    from ems.runtime.types import array_of

    return array_of(map(Byte, collection.content), "System.Byte")


TYPES: Final = {
    "Microsoft.PowerShell.Commands.ByteCollection": Implementation(
        properties={
            "Offset": lambda collection: collection.offset,
            "Bytes": _bytes,
            "Path": lambda collection: collection.path,
        },
        declared="uint32 Offset {get;}\nbyte[] Bytes {get;}\nstring Path {get;}",
    )
}
