"""Variables of the global scope whose values take types to make: they are made when a script first reads them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final

from ems.runtime.automatic import PREFERENCES
from ems.runtime.errors import NetError
from ems.runtime.scope import MISSING, Variable
from ems.runtime.values import NetObject

if TYPE_CHECKING:
    from ems.runtime.session import Session


class LateVariables:
    """Stands as the frame of the global scope: what is asked for is made once and stored there."""

    __slots__ = ("session",)

    def __init__(self, session: Session) -> None:
        self.session = session

    def automatic(self, name: str) -> Any:
        if name == "myinvocation":
            return self.session.top.my_invocation()
        make = MAKERS.get(name)
        if make is None:
            return MISSING
        scope = self.session.global_scope
        value = make(self.session)
        scope.vars[name] = value
        options = OPTIONS.get(name)
        if options is not None:
            scope.guard(Variable(self.session.spellings.get(name, name), scope, options))
        return value


def version(text: str) -> Any:
    from ems.runtime.convert import convert
    from ems.runtime.types import type_named

    return convert(text, type_named("System.Version"))


def version_table(session: Session) -> Any:
    """`$PSVersionTable`."""
    from ems.runtime.hashtable import Hashtable
    from ems.runtime.types import array_of

    compatible = array_of(
        [version(each) for each in ("1.0", "2.0", "3.0", "4.0", "5.0", "5.1.14393.0")], "System.Version"
    )
    return Hashtable(
        [
            ("PSVersion", version("5.1.14393.0")),
            ("PSEdition", "Desktop"),
            ("PSCompatibleVersions", compatible),
            ("BuildVersion", version("10.0.14393.0")),
            ("CLRVersion", version("4.0.30319.42000")),
            ("WSManStackVersion", version("3.0")),
            ("PSRemotingProtocolVersion", version("2.3")),
            ("SerializationVersion", version("1.1.0.1")),
        ]
    )


class HostInterface(NetObject):
    """`$Host`: the host as scripts see it."""

    __slots__ = ("data", "session", "user_interface")
    type_name = "System.Management.Automation.Internal.Host.InternalHost"

    def __init__(self, session: Session) -> None:
        self.session = session
        self.user_interface = HostUserInterface(session)

    @property
    def name(self) -> str:
        return self.session.host.name

    @property
    def version(self) -> Any:
        return version("5.1.14393.0")


class HostUserInterface(NetObject):
    """`$Host.UI`."""

    __slots__ = ("raw_interface", "session")
    type_name = "System.Management.Automation.Internal.Host.InternalHostUserInterface"

    def __init__(self, session: Session) -> None:
        self.session = session
        self.raw_interface = HostRawInterface(session)


class HostRawInterface(NetObject):
    """`$Host.UI.RawUI`."""

    __slots__ = ("session",)
    type_name = "System.Management.Automation.Internal.Host.InternalHostRawUserInterface"

    def __init__(self, session: Session) -> None:
        self.session = session


class EngineIntrinsics(NetObject):
    """`$ExecutionContext`."""

    __slots__ = ("session",)
    type_name = "System.Management.Automation.EngineIntrinsics"

    def __init__(self, session: Session) -> None:
        self.session = session


def default_parameters(session: Session) -> Any:
    """`$PSDefaultParameterValues`."""
    from ems.runtime.errors import Terminating
    from ems.runtime.hashtable import Hashtable
    from ems.runtime.members import construct
    from ems.runtime.types import resolve_type

    target = resolve_type("System.Management.Automation.DefaultParameterDictionary")
    if target is not None:
        try:
            return construct(target, [])
        except (Terminating, NetError):
            pass
    return Hashtable()


def encoding(session: Session) -> Any:
    from ems.runtime.members import get_static
    from ems.runtime.types import type_named

    return get_static(type_named("System.Text.Encoding"), "ASCII")


def profile(session: Session) -> str:
    return f"{session.home}\\Documents\\WindowsPowerShell\\Microsoft.PowerShell_profile.ps1"


def preference_value(name: str) -> Callable[[Any], Any]:
    """The first value of a preference variable, of its enumeration."""

    def make(session: Session) -> Any:
        from ems.runtime.convert import convert
        from ems.runtime.types import type_named

        if name == "ConfirmPreference":
            return convert("High", type_named("System.Management.Automation.ConfirmImpact"))
        return convert(PREFERENCES[name], type_named("System.Management.Automation.ActionPreference"))

    return make


MAKERS: Final[Mapping[str, Callable[[Any], Any]]] = MappingProxyType(
    {
        "psversiontable": version_table,
        "host": HostInterface,
        "executioncontext": EngineIntrinsics,
        "psdefaultparametervalues": default_parameters,
        "outputencoding": encoding,
        "profile": profile,
        **{name.lower(): preference_value(name) for name in (*PREFERENCES, "ConfirmPreference")},
    }
)
OPTIONS: Final = MappingProxyType(
    {
        "psversiontable": frozenset({"Constant", "AllScope"}),
        "host": frozenset({"Constant", "AllScope"}),
        "executioncontext": frozenset({"Constant", "AllScope"}),
    }
)
