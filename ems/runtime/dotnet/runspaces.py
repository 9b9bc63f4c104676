"""Runspaces, their pools, and what they begin with."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Final

from ems.runtime import current
from ems.runtime.dotnet.lists import ListValue
from ems.runtime.members.model import Implementation
from ems.runtime.types import type_named
from ems.runtime.values import NOTHING, NetObject

if TYPE_CHECKING:
    from ems.runtime.session import Session

_SPACE: Final = "System.Management.Automation."


class Runspace(NetObject):
    """System.Management.Automation.Runspaces.Runspace."""

    __slots__ = ("name", "number", "session", "settings", "state")
    type_name = _SPACE + "Runspaces.LocalRunspace"

    def __init__(self, session: Session, number: int = 2) -> None:
        self.session = session
        self.state = "BeforeOpen"
        self.number = number
        self.name = f"Runspace{number}"
        self.settings: dict[str, Any] = {}


class SessionProxy(NetObject):
    """System.Management.Automation.Runspaces.SessionStateProxy."""

    __slots__ = ("runspace",)
    type_name = _SPACE + "Runspaces.SessionStateProxy"

    def __init__(self, runspace: Runspace) -> None:
        self.runspace = runspace


class RunspacePool(NetObject):
    """System.Management.Automation.Runspaces.RunspacePool."""

    __slots__ = ("highest", "initial", "lowest", "settings", "state")
    type_name = _SPACE + "Runspaces.RunspacePool"

    def __init__(self, lowest: int, highest: int) -> None:
        self.lowest = lowest
        self.highest = highest
        self.initial: InitialState | None = None
        self.settings: dict[str, Any] = {}
        self.state = "BeforeOpen"


class Entry(NetObject):
    """SessionStateVariableEntry and SessionStateFunctionEntry: a name and what it is to stand for."""

    __slots__ = ("name", "type_name", "value")

    def __init__(self, kind: str, name: str, value: Any) -> None:
        self.type_name = _SPACE + "Runspaces." + kind
        self.name = name
        self.value = value


class InitialState(NetObject):
    """System.Management.Automation.Runspaces.InitialSessionState."""

    __slots__ = ("commands", "modules", "settings", "variables")
    type_name = _SPACE + "Runspaces.InitialSessionState"

    def __init__(self) -> None:
        entries = type_named("System.Collections.Generic.List`1").close([type_named("System.Object")])
        self.variables = ListValue(entries)
        self.commands = ListValue(entries)
        self.modules: list[str] = []
        self.settings: dict[str, Any] = {}

    def lay(self, session: Session) -> None:
        """Gives a new session these variables, functions and modules."""
        for entry in self.variables.items:
            set_variable(session, entry.name, entry.value)
        with current.use(session):
            for entry in self.commands.items:
                session.invoke(f"function global:{entry.name} {{{entry.value}}}")
            for name in self.modules:
                session.run("Import-Module '" + name.replace("'", "''") + "'")


def set_variable(session: Session, name: str, value: Any) -> None:
    session.spellings.setdefault(name.lower(), name)
    session.global_scope.vars[name.lower()] = value


def new_runspace(initial: InitialState | None = None) -> Runspace:
    """A session beside the one that runs, with what it is to begin with."""
    running = current.session()
    made = Runspace(running.sibling(running.host))
    if initial is not None:
        initial.lay(made.session)
    return made


# Members


# Members


def text_of(value: Any) -> str:
    from ems.runtime.convert import to_string

    return to_string(value)


def dispose(_value: Any) -> Any:
    return NOTHING


def state_info(owner: Any) -> Any:
    from ems.runtime.values import PSCustomObject

    return PSCustomObject.of([("State", owner.state), ("Reason", None)])


def _open(value: Any) -> Any:
    value.state = "Opened"
    return NOTHING


def _close(value: Any) -> Any:
    value.state = "Closed"
    return NOTHING


def _set_variable(proxy: Runspace, name: Any, value: Any) -> Any:
    set_variable(proxy.session, text_of(name), value)
    return NOTHING


def _create_pool(*arguments: Any) -> RunspacePool:
    numbers = [each for each in arguments if isinstance(each, int)]
    made = RunspacePool(*(numbers[:2] if len(numbers) >= 2 else (1, 1)))
    made.initial = initial_state(arguments)
    return made


def initial_state(arguments: tuple[Any, ...]) -> InitialState | None:
    return next((each for each in arguments if isinstance(each, InitialState)), None)


def _setting(name: str, default: Any) -> Any:
    """A property that is only kept."""

    def write(owner: Any, value: Any) -> None:
        owner.settings[name] = value

    return (lambda owner: owner.settings.get(name, default), write)


def _bound(name: str) -> Callable[[RunspacePool, int], bool]:
    """Changes how many runspaces a pool may or must have."""

    def change(pool: RunspacePool, number: int) -> bool:
        setattr(pool, name, number)
        return True

    return change


def _import_modules(state: InitialState, names: Any) -> Any:
    state.modules += [text_of(each) for each in (names if isinstance(names, list) else [names])]
    return NOTHING


_OBJECT: Final = "System.Object"


def _entry(kind: str, what: str, kind_of_value: str) -> Implementation:
    """The members of an entry of an initial session state."""
    return Implementation(
        static={"new": lambda _type, name, value, *_more: Entry(kind, name, value)},
        properties={"Name": lambda entry: entry.name, what: lambda entry: entry.value},
        declared=f"""
            {_SPACE}Runspaces.{kind} new(string name, {kind_of_value} value)
            {_SPACE}Runspaces.{kind} new(string name, {kind_of_value} value, {_OBJECT} description)
            {_SPACE}Runspaces.{kind} new(string name, {kind_of_value} value, {_OBJECT} description, {_OBJECT} options)
            string Name {{get;}}
            {kind_of_value} {what} {{get;}}
        """,
    )


TYPES: Final = {
    _SPACE + "Runspaces.RunspaceFactory": Implementation(
        static={
            "CreateRunspace": lambda *options: new_runspace(initial_state(options)),
            "CreateRunspacePool": _create_pool,
        },
        declared=f"""
            static {_SPACE}Runspaces.Runspace CreateRunspace()
            static {_SPACE}Runspaces.Runspace CreateRunspace(System.Object options)
            static {_SPACE}Runspaces.Runspace CreateRunspace(System.Object host, System.Object options)
            static {_SPACE}Runspaces.RunspacePool CreateRunspacePool()
            static {_SPACE}Runspaces.RunspacePool CreateRunspacePool(System.Object initialSessionState)
            static {_SPACE}Runspaces.RunspacePool CreateRunspacePool(int lowest, int highest)
            static {_SPACE}Runspaces.RunspacePool CreateRunspacePool(int lowest, int highest, System.Object host)
            static {_SPACE}Runspaces.RunspacePool CreateRunspacePool(int lowest, int highest, {_OBJECT} x, {_OBJECT} y)
        """,
    ),
    _SPACE + "Runspaces.RunspacePool": Implementation(
        methods={
            "Open": _open,
            "Close": _close,
            "Dispose": dispose,
            "GetAvailableRunspaces": lambda pool: pool.highest,
            "GetMaxRunspaces": lambda pool: pool.highest,
            "GetMinRunspaces": lambda pool: pool.lowest,
            "SetMaxRunspaces": _bound("highest"),
            "SetMinRunspaces": _bound("lowest"),
        },
        properties={
            "ApartmentState": _setting("ApartmentState", "Unknown"),
            "ThreadOptions": _setting("ThreadOptions", "Default"),
            "CleanupInterval": _setting("CleanupInterval", None),
            "IsDisposed": lambda _pool: False,
        },
        declared=f"""
            void Open()
            void Close()
            void Dispose()
            int GetAvailableRunspaces()
            int GetMaxRunspaces()
            int GetMinRunspaces()
            bool SetMaxRunspaces(int maxRunspaces)
            bool SetMinRunspaces(int minRunspaces)
            {_OBJECT} ApartmentState {{get;set;}}
            {_OBJECT} CleanupInterval {{get;set;}}
            bool IsDisposed {{get;}}
            {_OBJECT} ThreadOptions {{get;set;}}
        """,
    ),
    _SPACE + "Runspaces.LocalRunspace": Implementation(
        methods={"Open": _open, "OpenAsync": _open, "Close": _close, "Dispose": dispose},
        properties={
            "SessionStateProxy": lambda runspace: SessionProxy(runspace),
            "ApartmentState": _setting("ApartmentState", "Unknown"),
            "ThreadOptions": _setting("ThreadOptions", "Default"),
            "Id": lambda runspace: runspace.number,
            "Name": lambda runspace: runspace.name,
            "RunspaceStateInfo": state_info,
        },
        declared=f"""
            void Open()
            void OpenAsync()
            void Close()
            void Dispose()
            {_OBJECT} ApartmentState {{get;set;}}
            int Id {{get;}}
            string Name {{get;}}
            {_OBJECT} RunspaceStateInfo {{get;}}
            {_OBJECT} SessionStateProxy {{get;}}
            {_OBJECT} ThreadOptions {{get;set;}}
        """,
    ),
    _SPACE + "Runspaces.SessionStateProxy": Implementation(
        methods={
            "SetVariable": lambda proxy, name, value: _set_variable(proxy.runspace, name, value),
            "GetVariable": lambda proxy, name: proxy.runspace.session.global_scope.vars.get(text_of(name).lower()),
        },
        declared=f"""
            void SetVariable(string name, System.Object value)
            {_OBJECT} GetVariable(string name)
        """,
    ),
    _SPACE + "Runspaces.InitialSessionState": Implementation(
        methods={"ImportPSModule": _import_modules},
        static={
            "Create": lambda: InitialState(),
            "CreateDefault": lambda: InitialState(),
            "CreateDefault2": lambda: InitialState(),
        },
        properties={
            "ApartmentState": _setting("ApartmentState", "Unknown"),
            "Commands": lambda state: state.commands,
            "ExecutionPolicy": _setting("ExecutionPolicy", "RemoteSigned"),
            "LanguageMode": _setting("LanguageMode", "FullLanguage"),
            "ThreadOptions": _setting("ThreadOptions", "Default"),
            "Variables": lambda state: state.variables,
        },
        declared=f"""
            static initialsessionstate Create()
            static initialsessionstate CreateDefault()
            static initialsessionstate CreateDefault2()
            void ImportPSModule(System.Object name)
            {_OBJECT} ApartmentState {{get;set;}}
            {_OBJECT} Commands {{get;}}
            {_OBJECT} ExecutionPolicy {{get;set;}}
            {_OBJECT} LanguageMode {{get;set;}}
            {_OBJECT} ThreadOptions {{get;set;}}
            {_OBJECT} Variables {{get;}}
        """,
    ),
    _SPACE + "Runspaces.SessionStateVariableEntry": _entry("SessionStateVariableEntry", "Value", _OBJECT),
    _SPACE + "Runspaces.SessionStateFunctionEntry": _entry("SessionStateFunctionEntry", "Definition", "string"),
}
