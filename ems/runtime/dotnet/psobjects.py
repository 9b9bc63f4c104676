"""PSObject, PSCustomObject and the member sets of `$x.psobject`."""

from __future__ import annotations

from typing import Any, Final

from ems.runtime.dotnet.support import attr, net_text
from ems.runtime.members.model import Implementation
from ems.runtime.members.reflection import PSObjectView, copy_object
from ems.runtime.values import PSCustomObject, PSObject, Shape


def _base(view: PSObjectView) -> Any:
    value = view.value
    return value.base if value.__class__ is PSObject else value


def _as_psobject(value: Any) -> Any:
    return value


def _new(_type: Any, *arguments: Any) -> Any:
    if arguments and arguments[0] is not None:
        return arguments[0]
    return PSCustomObject({}, Shape({}))


TYPES: Final = {
    "System.Management.Automation.PSObject": Implementation(
        methods={
            "Copy": lambda view: copy_object(view.value if isinstance(view, PSObjectView) else view),
            "ToString": lambda view, *_format: (
                net_text(view.value) if isinstance(view, PSObjectView) else net_text(view)
            ),
        },
        properties={
            "BaseObject": _base,
            "ImmediateBaseObject": _base,
            "Members": attr("members"),
            "Methods": attr("methods"),
            "Properties": attr("properties"),
            "TypeNames": attr("names"),
        },
        static={"AsPSObject": _as_psobject, "new": _new},
        static_properties={
            "AdaptedMemberSetName": "psadapted",
            "BaseObjectMemberSetName": "psbase",
            "ExtendedMemberSetName": "psextended",
        },
    ),
    "System.Management.Automation.PSCustomObject": Implementation(methods={"ToString": lambda _value: ""}),
    "System.Management.Automation.PSMemberSet": Implementation(),
}
